"""The choices the product makes, where systems reasonably differ, and what it never does."""

from erp.overview.examples.read_cases import Case, NotCovered, NotOurChoice

# What a distributor's books may rest on here. A topic that is not named makes no difference to the product.
OURS: dict[str, frozenset[str]] = {
    "posted_quantity_correction": frozenset({"valued_at_time_of_correction"}),
    "reduced_issue_valuation": frozenset({"mean_cost"}),
    "landed_cost_on_sold_units": frozenset({"remaining_share_to_stock_rest_to_cogs"}),
    "customer_return_valuation": frozenset({"original_cost", "current_average"}),
    "supplier_return_valuation": frozenset({"current_average", "front_of_queue"}),
    "credit_note_cogs": frozenset({"cost_of_original_invoice"}),
    "bill_price_difference": frozenset({"to_inventory_if_on_hand", "to_variance"}),
    "standard_cost_variance_point": frozenset({"at_receipt"}),
    "blank_count_line": frozenset({"keep", "empty"}),
    "backdated_count": frozenset({"fixed_delta"}),
    "expired_lot_on_delivery": frozenset({"refuse"}),
    "early_payment_discount": frozenset({"included", "excluded"}),
    "tax_rounding": frozenset({"per_line", "per_document"}),
    "credit_note_on_partly_paid_invoice": frozenset({"reduces_invoice"}),
}
REFUSED = {
    "negative_stock": "stock never goes below zero",
    "backdated_entry": "posted entries are not valued anew",
    "costing_method_change": "an item that has stock keeps its method",
    "uom_rounding": "a quantity that does not convert exactly is refused, not rounded",
    "credit_block_point": "credit is checked when the order is submitted",
    "invoice_before_shipment_cogs": "goods are invoiced when they leave",
}
POLICIES = {
    "negative_settlement": frozenset({"settle_to_cogs"}),
    "customer_return": frozenset({"original_cost", "current_average"}),
    "supplier_return": frozenset({"current_cost", "front_of_queue"}),
    "landed_cost": frozenset({"remaining_share"}),
    "backdating": frozenset({"entry_order"}),
    "count_semantics": frozenset({"fixed_delta"}),
    "bill_price_difference": frozenset({"to_inventory_if_on_hand", "to_variance"}),
    "negative_stock": frozenset({"refuse"}),
}
METHODS = frozenset({"moving_average", "fifo", "lifo", "hifo", "standard"})
FOREIGN = frozenset({"foreign_per_local", "foreign_total", "units_per_local", "rate"})


def check_choices(case: Case) -> None:
    """Say so where an example rests on a choice that is not ours, or on what the product does not do.

    Raises: NotOurChoice; NotCovered for another currency.
    """
    for topic, choice in case.choices:
        if topic in REFUSED:
            raise NotOurChoice(f"{topic}, {choice}: {REFUSED[topic]}")
        if topic in OURS and choice not in OURS[topic]:
            raise NotOurChoice(f"{topic}: {choice}")
    for key, choice in case.policies.items():
        if key in POLICIES and choice not in POLICIES[key]:
            raise NotOurChoice(f"{key}: {choice}")
    for product in case.setup.get("products", {}).values():
        if product.get("costing", "moving_average") not in METHODS:
            raise NotOurChoice(f"costing by {product['costing']}")
    if any("foreign" in key or key == "currency" for step in case.steps for key in step.given):
        raise NotCovered("another currency")
    if FOREIGN & case.setup.keys() and case.area != "price-lists-promotions":
        raise NotCovered("another currency")
