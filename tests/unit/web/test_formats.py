"""How figures and words are shown; nobody is signed in here, so amounts have two places and belong to no company."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from flask import Flask

from erp.web import formats


@pytest.fixture(autouse=True)
def _nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(formats, "place_or_none", lambda: None)


@pytest.mark.parametrize(
    ("value", "currency", "shown"),
    [
        (Decimal("12840"), None, "12,840.00"), (Decimal("0.005"), None, "0.01"),
        (Decimal("1234567.891"), None, "1,234,567.89"),
        (Decimal("-4310.22"), None, '<span class="neg">-4,310.22</span>'), (Decimal("1500.4"), "JPY", "1,500 JPY"),
        (Decimal("1.2345"), "KWD", "1.235 KWD"), (Decimal(5), "EUR", "5.00 EUR"), (None, None, ""),
    ],
)  # fmt: skip
def test_amounts(value: Decimal | None, currency: str | None, shown: str) -> None:
    assert str(formats.show_amount(value, currency)) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Decimal("120.000000"), "120"), (Decimal("0.500"), "0.5"), (Decimal("1800"), "1,800"),
        (Decimal("1E+3"), "1,000"),
        (Decimal("-2"), '<span class="neg">-2</span>'), (Decimal(0), "0"), (None, ""),
    ],
)  # fmt: skip
def test_quantities_carry_no_idle_zeros(value: Decimal | None, shown: str) -> None:
    assert str(formats.show_quantity(value)) == shown


def test_unit_prices_have_two_to_six_places() -> None:
    assert str(formats.show_unit_price(Decimal("107"))) == "107.00"
    assert str(formats.show_unit_price(Decimal("99.260000"))) == "99.26"
    assert str(formats.show_unit_price(Decimal("0.123456"))) == "0.123456"


def test_what_is_shown_in_a_field_can_be_typed_back() -> None:
    assert formats.typed_text(Decimal("1234567.500000")) == "1234567.5"
    assert formats.typed_text(date(2026, 3, 1)) == "2026-03-01"
    assert formats.typed_text(None) == ""


def test_words_and_times() -> None:
    assert formats.show_words("partly_shipped") == "Partly shipped"
    assert formats.show_words(None) == ""
    assert formats.show_moment(datetime(2026, 3, 1, 9, 5, tzinfo=UTC)) == "2026-03-01 09:05"
    assert formats.show_percent(Decimal("12.50")) == "12.5 %"


def test_choices_read_as_words_or_as_records() -> None:
    class Branch:
        id, code, name = 7, "010", "Tacoma"

    assert formats.options(("open", "on_hold")) == [("open", "Open"), ("on_hold", "On hold")]
    assert formats.options([Branch], "id", "code", "name") == [(7, "010 Tacoma")]


def test_words_are_said_at_each_showing_of_a_page_not_when_its_template_is_compiled(monkeypatch):
    app = Flask("formats")
    formats.install_formats(app)
    template = app.jinja_env.from_string('{{ "draft"|words }}, {{ (("draft",)|options)[0][1] }}')
    shown = []
    for language in ("English", "Deutsch"):
        monkeypatch.setattr(formats, "gettext", lambda text, language=language: f"{text} in {language}")
        with app.app_context():
            shown.append(template.render())
    assert shown == ["Draft in English, Draft in English", "Draft in Deutsch, Draft in Deutsch"]
