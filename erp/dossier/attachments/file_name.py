"""The name a file is kept and handed out under: harmless on every system, and ending as its content is."""

from __future__ import annotations

import re
import unicodedata

from erp.dossier.attachments.file_type import FileType

LONGEST_NAME = 120
_FORBIDDEN = re.compile(r'[<>:"|?*]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)


def file_name(given: str, known: FileType) -> str:
    """A name without folders, signs that no one sees, or an ending that says something else than the content."""
    name = re.split(r"[/\\]", given)[-1]
    # Control signs, and those that turn the direction of writing: "gpj.exe" must not read as "exe.jpg".
    name = "".join(sign for sign in name if sign.isspace() or not unicodedata.category(sign).startswith("C"))
    name = _FORBIDDEN.sub("_", " ".join(unicodedata.normalize("NFC", name).split())).strip(" .")
    if f".{name.lower()}" in known.endings:
        name = ""
    fitting = next((ending for ending in known.endings if name.lower().endswith(ending)), "")
    ending = name[-len(fitting) :] if fitting else known.endings[0]
    stem = (name[: -len(fitting)] if fitting else name).strip(" .") or "file"
    if _RESERVED.match(stem):
        stem = f"_{stem}"
    return f"{stem[: LONGEST_NAME - len(ending)].rstrip(' .')}{ending}"
