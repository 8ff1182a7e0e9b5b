"""GTINs, the numbers under retail barcodes: 8, 12, 13 or 14 digits, the last of which checks the others."""

from erp.kernel.errors import Refused
from erp.kernel.gs1.check_digit import check_digit, is_checked

LENGTHS = (8, 12, 13, 14)


def looks_like_gtin(code: str) -> bool:
    """Whether a code has the shape of a GTIN, right or wrong."""
    return code.isascii() and code.isdigit() and len(code) in LENGTHS


def gtin_14(code: str) -> str | None:
    """The code in the 14 digits in which GTINs are kept and compared, or None where it is no valid GTIN."""
    if looks_like_gtin(code) and is_checked(code):
        return code.zfill(14)
    return None


def require_gtin(code: str, *, field: str = "code") -> str:
    """The 14 digits of a GTIN. Raises: Refused, naming the check digit that would be right."""
    found = gtin_14(code)
    if found is None:
        if not looks_like_gtin(code):
            raise Refused(
                "%(code)s is no GTIN: it has 8, 12, 13 or 14 digits and nothing else.",
                field=field, code=code,
            )
        raise Refused(
            "GTIN %(code)s is mistyped: behind %(code2)s the check digit is %(code3)s, not %(code4)s. Read the label "
            "again.",
            field=field, code=code, code2=code[:-1], code3=check_digit(code[:-1]), code4=code[-1],
        )
    return found
