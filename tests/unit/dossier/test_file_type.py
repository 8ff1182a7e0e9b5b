"""What may be attached is told by the content: a name convinces nobody."""

import io
import zipfile

import pytest

from erp.dossier.attachments.file_type import file_type
from erp.kernel.errors import Refused


def an_archive(*names, **contents):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
        for name, content in contents.items():
            archive.writestr(name, content)
    return packed.getvalue()


@pytest.mark.parametrize(("content", "name", "media_type"), [
    (b"%PDF-1.7\n...", "bill.pdf", "application/pdf"),
    (b"%PDF-1.7\n...", "holiday.jpg", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n....", "a.png", "image/png"),
    (b"\xff\xd8\xff\xe0....", "IMG_1.JPG", "image/jpeg"),
    (b"RIFF\x10\x00\x00\x00WEBPVP8 ", "a.webp", "image/webp"),
    (b"\x00\x00\x00\x18ftypheic....", "IMG_2.HEIC", "image/heic"),
    (b"II*\x00....", "fax.tif", "image/tiff"),
    (b"GIF89a....", "a.gif", "image/gif"),
    (an_archive("[Content_Types].xml", "word/document.xml"), "letter.docx",
     "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    (an_archive("[Content_Types].xml", "xl/workbook.xml"), "letter.docx",
     "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    (an_archive(mimetype="application/vnd.oasis.opendocument.text"), "letter.odt",
     "application/vnd.oasis.opendocument.text"),
    ("Größe;10\r\n".encode(), "list.csv", "text/csv"),
    ("Größe;10\r\n".encode("cp1252"), "list.csv", "text/csv"),
    (b"plain words", "readme", "text/plain"),
    (b"<!doctype html><script>alert(1)</script>", "page.html", "text/plain"),
    (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "logo.svg", "text/plain"),
    (b"From: a@example.com\n\nHello", "mail.eml", "message/rfc822"),
])  # fmt: skip
def test_the_content_says_what_a_file_is(content, name, media_type):
    assert file_type(content, name).media_type == media_type


@pytest.mark.parametrize(("content", "name"), [
    (b"MZ\x90\x00\x03\x00\x00\x00", "photo.jpg"),
    (b"\x7fELF\x02\x01\x01\x00", "bill.pdf"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00\x00", "old.doc"),
    (an_archive("one.txt"), "any.zip"),
    (an_archive("[Content_Types].xml", "unknown/part.xml"), "strange.docx"),
    (an_archive(mimetype="application/java-archive"), "tool.odt"),
    (b"PK\x03\x04 and then nothing", "cut.docx"),
    (b"a text\x00 with a zero", "a.txt"),
    (b"\x1b]0;title\x07", "terminal.txt"),
])  # fmt: skip
def test_anything_else_is_refused(content, name):
    with pytest.raises(Refused, match="no file we keep"):
        file_type(content, name)


@pytest.mark.parametrize("macros", ["word/vbaProject.bin", "xl/vbaproject.bin", "Basic/script-lc.xml"])
def test_macros_are_refused_by_name(macros):
    with pytest.raises(Refused, match="macros"):
        file_type(an_archive("[Content_Types].xml", "word/document.xml", macros), "letter.docx")


def test_an_empty_file_is_refused():
    with pytest.raises(Refused, match="empty"):
        file_type(b"", "nothing.pdf")
