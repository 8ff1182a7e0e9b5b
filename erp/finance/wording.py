"""How figures are written in messages to people: no zeros that the database keeps for its own sake."""

from decimal import Decimal


def amount_text(value: Decimal) -> str:
    """An amount with at least two decimal places: 50.00, 0.125."""
    text = f"{value.normalize():f}"
    decimals = len(text.partition(".")[2])
    return f"{value:.2f}" if decimals <= 2 else text


def qty_text(value: Decimal) -> str:
    """A quantity without trailing zeros: 10, 2.5."""
    return f"{value.normalize():f}"
