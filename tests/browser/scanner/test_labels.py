"""A device reads labels as the server does."""

from collections.abc import Callable
from datetime import date

from erp.kernel.errors import Refused
from erp.web.scanner import read_code
from tests.browser.conftest import Desk


def test_the_device_takes_labels_apart_as_the_server_does(desk: Callable[..., Desk]) -> None:
    labels = [
        "BOLT-M8", "04012345678901", "]C10104012345678901", "]C1010401234567890110AB12\x1d3724",
        "]d2010401234567890117271231" + "10L-7", "(01)04012345678901(10)LOT9(17)270200", "]C10104012345678902",
        "]C199internal", "]E04012345678901", "", "X" * 201, "0104012345678901^]21S1", "]d200340123450000000010",
        "00340123450000000010", "(00)340123450000000010",
    ]  # fmt: skip
    page = desk("warehouse").open("/scan")
    found = page.evaluate(
        """async labels => {
        const { readCode, plain } = await import('/static/js/scan/codes.js');
        return labels.map(label => { try {
            const read = readCode(label, name => name);
            return [read.text, read.gtin ?? null, read.lot ?? null, read.serial ?? null, read.expires ?? null,
                    read.qty === undefined ? null : plain(read.qty)];
        } catch (fault) { return 'refused'; } }); }""",
        labels,
    )
    for label, device_says in zip(labels, found, strict=True):
        assert device_says == on_the_server(label), label


def on_the_server(label: str) -> list[str | None] | str:
    try:
        read = read_code(label, date(2026, 3, 16))
    except Refused:
        return "refused"
    expires = read.expires_on.isoformat() if read.expires_on else None
    return [read.text, read.gtin, read.lot, read.serial, expires, None if read.qty is None else f"{read.qty:f}"]
