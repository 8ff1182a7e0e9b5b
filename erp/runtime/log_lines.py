"""The log of every program in one terminal: whole lines, each with the name of who said it."""

from __future__ import annotations

import contextlib
import sys
from typing import TextIO

_COLOURS = {"postgres": 34, "valkey": 35, "web": 32, "worker": 33, "worker-long": 33, "relay": 36, "erp": 1}


class LogLines:
    """Writes prefixed lines; a terminal that has gone away stops the writing, never the house."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self.stream = stream or sys.stdout
        self.colours = self.stream.isatty()

    def say(self, name: str, text: str) -> None:
        """Write one line of a program (or of the supervisor itself, `erp`)."""
        prefix = f"{name:<11} | "
        if self.colours:
            prefix = f"\x1b[{_COLOURS.get(name, 0)}m{prefix}\x1b[0m"
        with contextlib.suppress(OSError, ValueError):
            self.stream.write(prefix + text + "\n")
            self.stream.flush()

    def pass_on(self, name: str, received: bytes, unfinished: bytes) -> bytes:
        """Write the whole lines in what was read; the rest, still without its end, is given back."""
        *lines, rest = (unfinished + received).split(b"\n")
        for line in lines:
            self.say(name, line.decode("utf-8", errors="replace").rstrip("\r"))
        if len(rest) > 65_536:  # one endless line must not fill the memory
            self.say(name, rest.decode("utf-8", errors="replace"))
            rest = b""
        return rest
