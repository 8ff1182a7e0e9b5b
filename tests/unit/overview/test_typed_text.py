"""What somebody typed is read as a number, the end of one, a code or words."""

import pytest

from erp.overview.finding.typed_text import read_typed

PREFIXES = frozenset({"SO", "INV", "RMA"})


@pytest.mark.parametrize(
    ("typed", "number", "ending", "prefix"),
    [
        ("SO-100001", "SO-100001", "100001", "SO"),
        ("so100001", "SO-100001", "100001", "SO"),
        ("so 100001", "SO-100001", "100001", "SO"),
        ("100001", "100001", "100001", ""),
        ("INV-MAIN-2026-000001", "INV-MAIN-2026-000001", "INV-MAIN-2026-000001", "INV"),
        ("2026-000001", "2026-000001", "2026-000001", ""),
        ("10", "10", "", ""),  # the end of every tenth number: too little to look for
        ("red mug", "RED MUG", "", ""),
        ("SOCKET 12", "SOCKET 12", "SOCKET 12", ""),
    ],
)
def test_a_number_is_understood_however_it_is_typed(typed, number, ending, prefix):
    read = read_typed(typed, PREFIXES)
    assert (read.number, read.ending, read.kind_prefix) == (number, ending, prefix)


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        ("red mug", ["%red%", "%mug%"]),
        ("m8 bolt", ["%m8%", "%bolt%"]),
        ("ab", ["ab%"]),  # too short for the middle of a word: its beginning
        ("a", []),
        ("a b", []),
        ("50%_off", ["%50\\%\\_off%"]),
        ("  red \x00 mug ", ["%red%", "%mug%"]),
    ],
)
def test_words_are_looked_for_where_an_index_can_help(typed, parts):
    assert read_typed(typed, PREFIXES).parts == parts


def test_however_much_is_typed_the_question_stays_small():
    read = read_typed("word " * 1000, PREFIXES)
    assert len(read.text) <= 80
    assert len(read.parts) == 5
