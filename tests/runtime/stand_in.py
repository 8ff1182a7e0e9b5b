"""A small program to supervise: it says what happens to it, and misbehaves when told to.

    stand_in.py NAME [--deaf] [--short] [--ready FILE] [--diary FILE]
"""

import argparse
import os
import signal
import sys
import threading
from pathlib import Path

parser = argparse.ArgumentParser()
parser.add_argument("name")
parser.add_argument("--deaf", action="store_true", help="ignores the polite signal")
parser.add_argument("--short", action="store_true", help="ends at once")
parser.add_argument("--ready", help="file to make when it is up")
parser.add_argument("--diary", help="file to which it writes what happens to it")
chosen = parser.parse_args()


def note(text: str) -> None:
    print(text, flush=True)
    if chosen.diary:
        with Path(chosen.diary).open("a", encoding="ascii") as diary:
            diary.write(f"{chosen.name} {text}\n")


stopped = threading.Event()
signal.signal(signal.SIGTERM, signal.SIG_IGN if chosen.deaf else lambda *_: stopped.set())
signal.signal(signal.SIGINT, signal.SIG_IGN)
note("began")
if chosen.ready:
    written = Path(f"{chosen.ready}.{os.getpid()}")
    written.write_text(str(os.getpid()), encoding="ascii")
    written.replace(chosen.ready)  # whole or not at all: somebody may be reading the one before
if chosen.short:
    sys.exit(3)
while not stopped.wait(0.05):
    pass
note("stopped")
