"""Names come from anywhere: what is kept of them can hurt no system, and ends as the content is."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from erp.dossier.attachments.file_name import LONGEST_NAME, file_name
from erp.dossier.attachments.file_type import PDF, TEXT, FileType

JPEG = FileType("image/jpeg", (".jpg", ".jpeg"))


@pytest.mark.parametrize(("given_name", "known", "kept"), [
    ("bill 4711.pdf", PDF, "bill 4711.pdf"),
    ("IMG_0001.JPG", JPEG, "IMG_0001.JPG"),
    ("photo.jpeg", JPEG, "photo.jpeg"),
    ("invoice.pdf.exe", PDF, "invoice.pdf.exe.pdf"),
    ("page.html", TEXT, "page.html.txt"),
    ("../../etc/passwd", TEXT, "passwd.txt"),
    ("C:\\Users\\me\\bill.pdf", PDF, "bill.pdf"),
    ("fdp.\u202egpj.pdf", PDF, "fdp.gpj.pdf"),
    ("a\x00b\r\nc.pdf", PDF, "ab c.pdf"),
    ('x<script>alert("1")|?*.pdf', PDF, "x_script_alert(_1_)___.pdf"),
    ("con.pdf", PDF, "_con.pdf"),
    ("LPT1", TEXT, "_LPT1.txt"),
    ("  . .  ", PDF, "file.pdf"),
    (".pdf", PDF, "file.pdf"),
    ("", PDF, "file.pdf"),
    ("Lieferschein Gro\u0308ße.pdf", PDF, "Lieferschein Größe.pdf"),
    ("x" * 300 + ".pdf", PDF, "x" * 116 + ".pdf"),
])  # fmt: skip
def test_a_name_is_made_harmless(given_name, known, kept):
    assert file_name(given_name, known) == kept


@given(st.text(max_size=300), st.sampled_from([PDF, TEXT, JPEG]))
def test_every_name_is_short_visible_and_ends_as_the_content(given_name, known):
    kept = file_name(given_name, known)
    assert 0 < len(kept) <= LONGEST_NAME
    assert kept.lower().endswith(known.endings)
    assert not any(sign in kept for sign in '/\\<>:"|?*')
    assert not any(unicodedata.category(sign).startswith("C") for sign in kept)
    assert not kept.startswith((".", " "))
    assert file_name(kept, known) == kept
