"""Numbers in the person's own way of writing them: what is shown can be typed back, and nothing is guessed."""

from decimal import Decimal

import pytest
from marshmallow import ValidationError

from erp.web import number_signs
from erp.web.numbers import Number


def _in(monkeypatch: pytest.MonkeyPatch, locale: str) -> None:
    monkeypatch.setattr(number_signs, "current_locale", lambda: locale)


@pytest.mark.parametrize(
    ("locale", "typed", "read"),
    [
        ("en", "1,234.50", "1234.50"), ("en", "1234.5", "1234.5"), ("en", "1,234,567", "1234567"),
        ("de_DE", "1.234,50", "1234.50"), ("de_DE", "1234,5", "1234.5"), ("de_DE", "0,125", "0.125"),
        ("de_DE", "12.50", "12.50"), ("de_DE", "1.234.567", "1234567"), ("de_DE", "-3,5", "-3.5"),
        ("de_DE", "0.125", "0.125"), ("de_CH", "1’234.50", "1234.50"), ("de_CH", "1'234.50", "1234.50"),
    ],
)  # fmt: skip
def test_a_number_is_read_as_its_locale_writes_it(
    monkeypatch: pytest.MonkeyPatch, locale: str, typed: str, read: str
) -> None:
    _in(monkeypatch, locale)
    assert Number(negative=True).deserialize(typed) == Decimal(read)


@pytest.mark.parametrize(
    ("locale", "typed"),
    [("de_DE", "1.234"), ("de_DE", "-12.500"), ("de_DE", "1,234.50"), ("de_DE", "1.23,4"), ("en", "1,234"),
     ("en", "1.234,50"), ("de_CH", "1,5")],
)  # fmt: skip
def test_what_could_be_two_numbers_or_none_is_refused(
    monkeypatch: pytest.MonkeyPatch, locale: str, typed: str
) -> None:
    _in(monkeypatch, locale)
    with pytest.raises(ValidationError):
        Number().deserialize(typed)


@pytest.mark.parametrize("locale", ["en", "en_GB", "en_US", "de_DE", "de_CH"])
@pytest.mark.parametrize("value", ["0", "-0.5", "1234.5", "1234567.123456", "1000", "1.125"])
def test_what_a_field_shows_reads_back_the_same(monkeypatch: pytest.MonkeyPatch, locale: str, value: str) -> None:
    _in(monkeypatch, locale)
    assert Number(negative=True).deserialize(number_signs.plain(Decimal(value))) == Decimal(value)


def test_figures_are_written_with_the_signs_of_the_locale(monkeypatch: pytest.MonkeyPatch) -> None:
    for locale, shown in (("en", "1,234.50"), ("de_DE", "1.234,50"), ("de_CH", "1’234.50")):
        _in(monkeypatch, locale)
        assert number_signs.localized("1,234.50") == shown
