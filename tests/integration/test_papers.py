"""Papers that leave the house: each is a PDF in the reader's language, with sums carried from page to page."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pypdfium2
import pytest

from erp.adapters.pdf import WeasyPdf
from erp.adapters.templates import JinjaTemplates
from erp.organization.letterhead.queries import LetterheadFacts

D = Decimal
HOUSE = LetterheadFacts(
    name="Northern Supply", address="1 Quay Street\nPort City", country="US", tax_number="12-345", email="a@b.example",
    phone="555", bank="First Bank\nDE02 1203 0000 0000 2020 51", closing="Registered in Port City",
)


@dataclass
class Seen:
    pages: list[str]
    pictures: list[object]


def printed(template: str, **context: object) -> Seen:
    html = JinjaTemplates().render(template, **{"letterhead": HOUSE, **context})
    document = pypdfium2.PdfDocument(WeasyPdf().render(html))
    return Seen(
        [page.get_textpage().get_text_range() for page in document],
        [page.render(scale=4).to_pil() for page in document],
    )


def purchase(lines: int) -> dict[str, object]:
    rows = [
        SimpleNamespace(position=n, sku=f"BOLT-{n}", description="Hexagon bolt", entered_qty=D(2), unit="EA",
                        entered_unit_cost=D("1.25"), amount=D("2.50"))
        for n in range(1, lines + 1)
    ]
    return {
        "order": SimpleNamespace(
            number="PO-1", status="submitted", ordered_on=date(2026, 3, 16), expected_on=None, supplier_reference="",
            note="", currency="EUR", total_amount=D("2.50") * lines, lines=rows,
        ),
        "supplier": SimpleNamespace(name="Bolt Works", code="BW", address_line="2 Mill Road", postal_code="12345",
                                    city="Milltown", region="", country_code="DE"),
        "warehouse": SimpleNamespace(name="Main", address_line="1 Dock"), "places": 2,
    }  # fmt: skip


def test_sums_are_carried_over_and_headings_repeated() -> None:
    seen = printed("inventory/print/purchase_order.html", language="de", locale="de_DE", **purchase(90))

    first, last = seen.pages[0], seen.pages[-1]
    assert len(seen.pages) >= 3
    carried = 2.5 * first.count("BOLT-")
    written = f"{carried:.2f}".replace(".", ",")
    assert f"{written} EUR" in first
    assert f"{written} EUR" in seen.pages[1]
    assert "225,00" in last
    assert all(f"{number} / {len(seen.pages)}" in page for number, page in enumerate(seen.pages, 1))
    assert last.count(" EUR") == 2  # what came before, and the total; nothing is carried further


def test_a_paper_of_one_page_carries_nothing() -> None:
    (page,) = printed("inventory/print/purchase_order.html", **purchase(3)).pages
    assert "7.50" in page
    assert "Carried over" not in page
    assert "Brought forward" not in page


@pytest.mark.parametrize("sheet", ["a4", "letter"])
def test_every_page_carries_bank_closing_and_its_number(sheet: str) -> None:
    """The foot once broke over the first two pages: what banks and registers ask for was lost on a paper of one."""
    for lines in (2, 300):
        seen = printed(
            "inventory/print/purchase_order.html", letterhead=replace(HOUSE, sheet=sheet), language="de",
            locale="de_DE", **purchase(lines),
        )
        for number, page in enumerate(seen.pages, 1):
            assert page.count("DE02 1203 0000 0000 2020 51") == 1, number
            assert page.count("Registered in Port City") == 1, number
            assert f"Seite {number} / {len(seen.pages)}" in page
            assert page.count("Artikel") == (1 if "BOLT-" in page else 0), number  # the heading, repeated


def test_letters_of_other_alphabets_are_drawn() -> None:
    order = purchase(1)
    order["supplier"].name = "Łódź Ærø Šťavík ő ß ñ ç Ω Я €"  # type: ignore[attr-defined]
    (page,) = printed("inventory/print/purchase_order.html", **order).pages
    assert "Łódź Ærø Šťavík ő ß ñ ç Ω Я €" in page
