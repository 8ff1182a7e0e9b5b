"""What a file is, told by its content, not its name: pictures, PDFs, office files without macros, plain text."""

from __future__ import annotations

import io
import unicodedata
import zipfile
from dataclasses import dataclass

from erp.kernel.errors import Refused


@dataclass(frozen=True)
class FileType:
    """A type that may be attached, and the endings its names may have; the first is added where none fits."""

    media_type: str
    endings: tuple[str, ...]


PDF = FileType("application/pdf", (".pdf",))
TEXT = FileType("text/plain", (".txt",))
_BY_START = {
    b"%PDF-": PDF,
    b"\x89PNG\r\n\x1a\n": FileType("image/png", (".png",)),
    b"\xff\xd8\xff": FileType("image/jpeg", (".jpg", ".jpeg")),
    b"GIF87a": FileType("image/gif", (".gif",)),
    b"GIF89a": FileType("image/gif", (".gif",)),
    b"II*\x00": FileType("image/tiff", (".tif", ".tiff")),
    b"MM\x00*": FileType("image/tiff", (".tif", ".tiff")),
}
_WEBP = FileType("image/webp", (".webp",))
_HEIC = FileType("image/heic", (".heic", ".heif"))
_HEIC_BRANDS = {b"heic", b"heix", b"hevc", b"mif1", b"msf1"}
_OFFICE = {
    "word/": FileType("application/vnd.openxmlformats-officedocument.wordprocessingml.document", (".docx",)),
    "xl/": FileType("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", (".xlsx",)),
    "ppt/": FileType("application/vnd.openxmlformats-officedocument.presentationml.presentation", (".pptx",)),
}
_OPEN_DOCUMENT = {
    f"application/vnd.oasis.opendocument.{kind}": FileType(f"application/vnd.oasis.opendocument.{kind}", (ending,))
    for kind, ending in (("text", ".odt"), ("spreadsheet", ".ods"), ("presentation", ".odp"))
}
# Text is told apart by its name, because nothing else can: all of these are handed out as what they are and never run.
_TEXTS = {
    ".csv": FileType("text/csv", (".csv",)),
    ".eml": FileType("message/rfc822", (".eml",)),
    ".xml": FileType("application/xml", (".xml",)),
    ".json": FileType("application/json", (".json",)),
}
_MACROS = ("vbaproject.bin", "basic/script-lc.xml")


def file_type(content: bytes, name: str) -> FileType:
    """The type of a file by its content; ``name`` only tells one kind of text from another.

    Raises: Refused for a file of any other type, for one with macros, and for an empty one.
    """
    if not content:
        raise Refused("This file is empty. Choose another.", field="file")
    found = _by_start(content) or _by_archive(content) or _by_text(content, name)
    if found is None:
        raise Refused(
            "This is no file we keep. Attach a picture, a PDF, a text or table, or an office file without macros; "
            "print anything else to a PDF.",
            field="file",
        )
    return found


def _by_start(content: bytes) -> FileType | None:
    for start, known in _BY_START.items():
        if content.startswith(start):
            return known
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return _WEBP
    return _HEIC if content[4:8] == b"ftyp" and content[8:12] in _HEIC_BRANDS else None


def _by_archive(content: bytes) -> FileType | None:
    """Office files are archives; only their list of contents is read, and nothing unpacked but one short name."""
    if not content.startswith(b"PK\x03\x04"):
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
            if any(name.lower().endswith(_MACROS) for name in names):
                raise Refused("This office file contains macros. Save it without them, or as a PDF.", field="file")
            if "[Content_Types].xml" in names:
                return next(
                    (known for folder, known in _OFFICE.items() if any(n.startswith(folder) for n in names)), None
                )
            if "mimetype" in names and archive.getinfo("mimetype").file_size <= 100:
                return _OPEN_DOCUMENT.get(archive.read("mimetype").decode("ascii", "replace").strip())
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError):
        return None
    return None


def _by_text(content: bytes, name: str) -> FileType | None:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = content.decode("cp1252")  # what spreadsheets on Windows still write
        except UnicodeDecodeError:
            return None
    if any(unicodedata.category(sign) == "Cc" and sign not in "\t\n\r\f" for sign in set(text)):
        return None
    ending = name[name.rfind(".") :].lower() if "." in name else ""
    return _TEXTS.get(ending, TEXT)
