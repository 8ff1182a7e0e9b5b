"""The digit that checks the others: the last of every GTIN, SSCC and GLN."""


def check_digit(digits: str) -> int:
    """The check digit that belongs behind these digits.

    Source: GS1 General Specifications, section 7.9: from the right, digits count threefold and once in turn; the
    check digit completes the sum to a multiple of ten.
    """
    total = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(digits)))
    return -total % 10


def is_checked(code: str) -> bool:
    """Whether a code consists of digits and its last one checks the others."""
    return code.isascii() and code.isdigit() and len(code) > 1 and check_digit(code[:-1]) == int(code[-1])
