"""One label, whatever it is of: what is written large, what beside it, and the symbols a scanner reads."""

from dataclasses import dataclass
from datetime import date

from erp.kernel.gs1.write import is_gs1_text

SQUARE = ("qr", "data_matrix")
SYMBOLS = (*SQUARE, "code128")


@dataclass(frozen=True)
class Symbol:
    """A barcode: ``kind`` is qr, data_matrix, code128, ean13 or gs1 (content in brackets); ``text`` stands below it."""

    kind: str
    content: str
    text: str = ""


@dataclass(frozen=True)
class Fact:
    """A few words and what they name: ``Lot``, ``L-77``; the words are translated on the label."""

    name: str
    value: str | date


@dataclass(frozen=True)
class Label:
    """A label ready to be printed. Square symbols stand at the side, long ones at the foot."""

    head: str
    big: str
    text: str = ""
    facts: tuple[Fact, ...] = ()
    square: Symbol | None = None
    long: tuple[Symbol, ...] = ()
    address: str = ""


def code_label(head: str, code: str, kind: str) -> Label:
    """A label of nothing but a code of our own, with the symbol that was chosen."""
    if kind in SQUARE:
        return Label(head, code, square=Symbol(kind, code))
    return Label(head, code, long=(Symbol("code128", code),))


def goods_symbol(sku: str, gtin: str | None, lot: str = "", expires_on: date | None = None) -> Symbol:
    """How goods name themselves to a scanner: by GTIN with lot and expiry, by EAN alone, or by our item number.

    Goods without a GTIN, and lots in signs that GS1 does not know, are named by the item number.
    Source: GS1 General Specifications, section 2.1 (trade items) and 5.4 (GS1-128).
    """
    if gtin is None or (lot and not is_gs1_text(lot)):
        return Symbol("code128", sku, sku)
    if not lot and expires_on is None and gtin.startswith("0"):
        return Symbol("ean13", gtin[1:], gtin[1:])
    elements = f"(01){gtin}"
    if expires_on is not None:
        elements += f"(17){expires_on:%y%m%d}"
    if lot:
        elements += f"(10){lot}"
    return Symbol("gs1", elements, elements)
