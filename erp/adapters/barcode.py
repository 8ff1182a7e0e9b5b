"""Barcodes as pictures that a page carries in itself: GS1-128, Code 128, EAN-13, QR and Data Matrix.

Source: GS1 General Specifications, section 5 (GS1-128, EAN-13), ISO/IEC 15417 (Code 128), ISO/IEC 18004 (QR),
ISO/IEC 16022 (Data Matrix).
"""

from base64 import b64encode
from typing import Protocol

from erp.kernel.errors import Refused

# What the writer calls each kind; a long symbol is stretched to the room it gets, a square one never is.
_KINDS = {"gs1": "Code128", "code128": "Code128", "ean13": "EAN13", "qr": "QRCode", "data_matrix": "DataMatrix"}
_SQUARE = frozenset({"qr", "data_matrix"})


class Symbol(Protocol):
    """What is to be drawn; GS1 elements are written with brackets, as ``(01)09501101530003(10)AB-123``."""

    @property
    def kind(self) -> str: ...
    @property
    def content(self) -> str: ...


def symbol_picture(symbol: Symbol) -> str:
    """The address of a picture of the symbol, with the quiet zones that readers need.

    Raises: Refused for content that the symbol cannot hold, such as elements that break the rules of GS1.
    """
    import zxingcpp

    options = {"gs1": True} if symbol.kind == "gs1" else {}
    try:
        code = zxingcpp.create_barcode(
            symbol.content, getattr(zxingcpp.BarcodeFormat, _KINDS[symbol.kind]), **options
        )
    except ValueError as error:
        raise Refused("%(content)s cannot be printed as a barcode.", content=symbol.content) from error
    svg: str = code.to_svg(add_hrt=False, add_quiet_zones=True)
    if symbol.kind not in _SQUARE:
        svg = svg.replace("<svg ", '<svg preserveAspectRatio="none" ', 1)
    return "data:image/svg+xml;base64," + b64encode(svg.encode()).decode()
