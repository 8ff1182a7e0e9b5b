"""GTINs, the numbers under retail barcodes: 8, 12, 13 or 14 digits, the last of which checks the others."""

from erp.kernel.errors import Refused

LENGTHS = (8, 12, 13, 14)


def check_digit(digits: str) -> int:
    """The check digit that belongs behind these digits.

    Source: GS1 General Specifications, section 7.9: from the right, digits count threefold and once in turn; the
    check digit completes the sum to a multiple of ten.
    """
    total = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(digits)))
    return -total % 10


def looks_like_gtin(code: str) -> bool:
    """Whether a code has the shape of a GTIN, right or wrong."""
    return code.isascii() and code.isdigit() and len(code) in LENGTHS


def gtin_14(code: str) -> str | None:
    """The code in the 14 digits in which GTINs are kept and compared, or None where it is no valid GTIN."""
    if looks_like_gtin(code) and check_digit(code[:-1]) == int(code[-1]):
        return code.zfill(14)
    return None


def require_gtin(code: str, *, field: str = "code") -> str:
    """The 14 digits of a GTIN. Raises: Refused, naming the check digit that would be right."""
    found = gtin_14(code)
    if found is None:
        if not looks_like_gtin(code):
            raise Refused(f"{code} is no GTIN: it has 8, 12, 13 or 14 digits and nothing else.", field=field)
        raise Refused(
            f"GTIN {code} is mistyped: behind {code[:-1]} the check digit is {check_digit(code[:-1])}, "
            f"not {code[-1]}. Read the label again.",
            field=field,
        )
    return found
