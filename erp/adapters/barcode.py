"""Barcodes as pictures that a page carries in itself: GS1-128, Code 128 and QR.

Source: GS1 General Specifications, section 5 (GS1-128), ISO/IEC 15417 (Code 128), ISO/IEC 18004 (QR).
"""

from base64 import b64encode

from erp.kernel.errors import Refused


def gs1_picture(elements: str) -> str:
    """A GS1-128 symbol of elements written with brackets, as ``(01)09501101530003(10)AB-123``.

    Raises: Refused for elements that break the rules of GS1.
    """
    return _picture(elements, "Code128", gs1=True)


def barcode_picture(content: str) -> str:
    """A Code 128 symbol of a code of our own, such as a bin or a document number."""
    return _picture(content, "Code128", gs1=False)


def qr_picture(content: str) -> str:
    """A QR symbol."""
    return _picture(content, "QRCode", gs1=False)


def _picture(content: str, kind: str, *, gs1: bool) -> str:
    import zxingcpp

    try:
        options = {"gs1": True} if gs1 else {}
        code = zxingcpp.create_barcode(content, getattr(zxingcpp.BarcodeFormat, kind), **options)
    except ValueError as error:
        raise Refused("%(content)s cannot be printed as a barcode.", content=content) from error
    svg = code.to_svg(add_hrt=False, add_quiet_zones=True)
    return "data:image/svg+xml;base64," + b64encode(svg.encode()).decode()
