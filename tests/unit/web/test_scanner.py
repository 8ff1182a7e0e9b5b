"""What a scanner reads is taken apart by GS1's rules, and a plain code stays as it is."""

from datetime import date
from decimal import Decimal

import pytest

from erp.kernel.errors import Refused
from erp.web.scanner import ScannedCode, read_code

GTIN = "09506000134352"  # GS1's own example number, check digit 2
TODAY = date(2026, 6, 30)


@pytest.mark.parametrize(
    "scanned",
    [
        f"]C101{GTIN}17271231\x1d10AB-12\x1d3724",
        f"]d201{GTIN}1727123110AB-12\x1d3724",
        f"01{GTIN}1727123110AB-12^]3724",
        f"(01){GTIN}(17)271231(10)AB-12(37)24",
    ],
)
def test_a_gs1_label_gives_item_lot_expiry_and_count(scanned: str) -> None:
    assert read_code(scanned, TODAY) == ScannedCode(
        text=GTIN, gtin=GTIN, lot="AB-12", expires_on=date(2027, 12, 31), qty=Decimal(24)
    )


def test_a_serial_number_is_read() -> None:
    assert read_code(f"]d201{GTIN}21SN-7", TODAY).serial == "SN-7"


@pytest.mark.parametrize("scanned", ["A-01-02", "9506000134352", "]E09506000134352", "]C0BIN-7", "0150"])
def test_a_plain_code_stays_as_it_is(scanned: str) -> None:
    read = read_code(scanned, TODAY)
    assert read.gtin is None
    assert read.text == scanned.removeprefix("]E0").removeprefix("]C0")


def test_a_wrong_check_digit_is_never_taken_for_an_item() -> None:
    with pytest.raises(Refused, match="check digit"):
        read_code(f"]C101{GTIN[:-1]}3", TODAY)


@pytest.mark.parametrize("scanned", ["", "  ", "x" * 201])
def test_nothing_and_too_much_are_refused(scanned: str) -> None:
    with pytest.raises(Refused):
        read_code(scanned, TODAY)
