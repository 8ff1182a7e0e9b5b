"""Open items as rows of a form: what they are, and empty fields for what is settled of them."""

from collections.abc import Iterable

from erp.finance.open_items.aging import AgedItem


def settle_rows(items: Iterable[AgedItem]) -> list[dict[str, object]]:
    """One row for each item; nothing is proposed, so that nothing is settled by mistake."""
    return [
        {"to_item_id": item.id, "item": item, "amount": "", "discount_amount": "", "write_off_amount": ""}
        for item in items
    ]
