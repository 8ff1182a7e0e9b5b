"""Every setting a company can choose: its default, what may be chosen, and what the choice means for the books."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from erp.kernel.errors import NotFound, Refused


@dataclass(frozen=True)
class Definition:
    """One setting. ``kind`` is choice, percent, amount, days, digits or megabytes; ``meaning`` says what follows."""

    key: str
    section: str
    label: str
    kind: str
    default: Any
    meaning: str
    choices: tuple[str, ...] = ()
    most: int = 3650  # of days or megabytes


DEFINITIONS: tuple[Definition, ...] = (
    Definition(
        "tax_rounding", "Tax", "Round tax", "choice", "line",
        "By line: each line's tax is rounded half up and the document's tax is their sum. By document: tax is summed "
        "exactly, rounded once per tax, and the difference is put on the lines with the largest remainders. The "
        "choice holds for documents made from now on.",
        ("line", "document"),
    ),
    Definition(
        "cash_rounding_step_amount", "Sales", "Round what is to be paid to steps of", "amount", Decimal(0),
        "The smallest coin: 0.05 lets every invoice and credit memo end on five cents. What is added or taken off "
        "stands on the paper and is posted to rounding differences; revenue and tax are not touched. 0: no rounding.",
    ),
    Definition(
        "cash_rounding_direction", "Sales", "… rounding", "choice", "nearest",
        "Nearest: half a step goes up. Up: in the company's favour. Down: in the customer's favour.",
        ("nearest", "up", "down"),
    ),
    Definition(
        "cash_rounding_level", "Sales", "… of", "choice", "document",
        "Document: the total is rounded, and instalments share it. Instalment: each instalment is rounded by itself, "
        "and the total is their sum.",
        ("document", "instalment"),
    ),
    Definition(
        "billing_mode", "Sales", "Invoice customers", "choice", "per_shipment",
        "Proposed for new customers. Per shipment: revenue and the receivable are posted with the invoice as the goods "
        "leave. Daily or weekly: revenue is posted against unbilled receivable as the goods leave, and the "
        "consolidated invoice moves it to the receivable.",
        ("per_shipment", "daily", "weekly"),
    ),
    Definition(
        "under_shipment_tolerance_percent", "Sales", "Close an order line shipped short by at most", "percent",
        Decimal(0),
        "A line of which all but this share has left counts as delivered in full: the rest is given up and frees what "
        "was promised to it; what left is invoiced. 0: the rest stays a backorder until somebody cancels it.",
    ),
    Definition(
        "quote_valid_days", "Sales", "Quotes are valid for", "days", 30,
        "A quote older than this is stale: it must be priced anew before it becomes an order.",
    ),
    Definition(
        "costing_method", "Stock", "Value new items by", "choice", "moving_average",
        "Proposed for new items. Moving average: goods leave at the mean cost on hand. FIFO: the oldest receipt leaves "
        "first. LIFO: the newest receipt leaves first, so that cost of sales follows today's prices and stock keeps "
        "old ones; IFRS does not allow it. Highest cost: the dearest receipt leaves first, for the lowest profit. "
        "Standard: goods are carried at a set cost and differences go to purchase price variance. An item that has "
        "stock keeps its method.",
        ("moving_average", "fifo", "lifo", "highest_cost", "standard"),
    ),
    Definition(
        "cost_pool_scope", "Stock", "One cost per", "choice", "company",
        "Company: an item costs the same in every warehouse and transfers move no value. Warehouse: each warehouse "
        "carries its own cost and transfers take it along. Lot: each lot or serial number leaves at what it cost "
        "itself, wherever it is. Proposed for new items.",
        ("company", "warehouse", "lot"),
    ),
    Definition(
        "customer_return_cost", "Stock", "Take goods back from customers at", "choice", "original",
        "Original: at the cost they had left with, so that cost of sales loses what it was charged. Current: items at "
        "moving average come back at the average of the day, and the mean cost of the stock stays as it is.",
        ("original", "current"),
    ),
    Definition(
        "pick_order", "Stock", "Pick first", "choice", "expiry",
        "Expiry: what expires first, then along the walk. Receipt: the oldest lot. Newest: the newest lot. Walk: the "
        "nearest bin. Fewest bins: so that the picker stops least often. Expired lots are never picked. Under one cost "
        "per lot the choice decides which cost leaves; otherwise the books are not touched by it.",
        ("expiry", "receipt", "newest", "walk", "fewest_bins"),
    ),
    Definition(
        "min_shelf_life_days", "Stock", "Expiring goods leave with at least", "days", 0,
        "A lot with fewer days left is not picked for an order. A customer may have agreed on more.",
    ),
    Definition(
        "count_blank_lines", "Stock", "Take lines left blank on a count as", "choice", "keep",
        "Keep: what was not counted stays as it is booked. Empty: nothing was there; the difference is booked as a "
        "count loss.",
        ("keep", "empty"),
    ),
    Definition(
        "gs1_company_prefix", "Stock", "GS1 company prefix", "digits", "",
        "The digits that GS1 gave the company, 4 to 12 of them. With them each carton packed gets a serial shipping "
        "container code (SSCC) of its own, and its label a GS1-128 symbol. Empty: cartons are known by their own code.",
    ),
    Definition(
        "over_receipt_tolerance_percent", "Purchasing", "Accept more than ordered, up to", "percent", Decimal(5),
        "A receipt above the ordered quantity by more than this is refused.",
    ),
    Definition(
        "under_receipt_tolerance_percent", "Purchasing", "Close a line received short by at most", "percent",
        Decimal(0),
        "A purchase order line short by no more than this counts as received in full; the rest no longer counts as "
        "on order.",
    ),
    Definition(
        "bill_price_tolerance_percent", "Payables", "Accept a billed price above the receipt by", "percent",
        Decimal(2),
        "A supplier bill whose price exceeds the received cost by more waits for approval. A difference within the "
        "tolerance is posted to purchase price variance or to the goods still on hand.",
    ),
    Definition(
        "bill_price_difference", "Payables", "Post a billed price that differs from the receipt", "choice",
        "with_goods",
        "With goods: what is on hand becomes dearer or cheaper, what is sold goes to cost of sales. Variance: stock "
        "keeps the cost of the order and the whole difference goes to purchase price variance.",
        ("with_goods", "variance"),
    ),
    Definition(
        "bill_qty_tolerance_percent", "Payables", "Accept a billed quantity above the receipt by", "percent",
        Decimal(0),
        "A supplier bill for more than was received and not yet billed, by more than this, is refused.",
    ),
    Definition(
        "write_off_limit_amount", "Receivables", "Write off at most", "amount", Decimal(5),
        "The most that may be written off on one invoice while cash is applied; it is posted to the write-off account. "
        "More needs a credit memo.",
    ),
    Definition(
        "discount_grace_days", "Receivables", "Allow early-payment discount late by", "days", 0,
        "So many days after the last discount day, a payment short by the discount still settles the invoice.",
    ),
    Definition(
        "credit_memo_limit_amount", "Receivables", "Manual credit memo without a controller up to", "amount",
        Decimal(500),
        "A manual credit memo above this amount, before tax, may only be issued by somebody with the permission to "
        "exceed the limit.",
    ),
    Definition(
        "expected_loss_not_due_percent", "Receivables", "Expected loss on what is not due", "percent", Decimal(1),
        "The share of these receivables that will probably not be paid. It is shown beside receivables by age; the "
        "allowance itself is posted by a manual journal.",
    ),
    Definition(
        "expected_loss_days_1_30_percent", "Receivables", "… 1 to 30 days overdue", "percent", Decimal(5),
        "The share of these receivables that will probably not be paid. It is shown beside receivables by age; the "
        "allowance itself is posted by a manual journal.",
    ),
    Definition(
        "expected_loss_days_31_60_percent", "Receivables", "… 31 to 60 days overdue", "percent", Decimal(10),
        "The share of these receivables that will probably not be paid. It is shown beside receivables by age; the "
        "allowance itself is posted by a manual journal.",
    ),
    Definition(
        "expected_loss_days_61_90_percent", "Receivables", "… 61 to 90 days overdue", "percent", Decimal(25),
        "The share of these receivables that will probably not be paid. It is shown beside receivables by age; the "
        "allowance itself is posted by a manual journal.",
    ),
    Definition(
        "expected_loss_days_over_90_percent", "Receivables", "… more than 90 days overdue", "percent", Decimal(50),
        "The share of these receivables that will probably not be paid. It is shown beside receivables by age; the "
        "allowance itself is posted by a manual journal.",
    ),
    Definition(
        "close_within_working_days", "Close", "Close a month within working days", "days", 5,
        "The close room counts down to this working day after the end of the period. Nothing is posted or refused by "
        "it; the period closes when somebody closes it.",
    ),
    Definition(
        "attachment_largest_mb", "Attachments", "One file at most", "megabytes", 10,
        "A larger file is refused when somebody attaches it; what is attached already stays. At most 16 MB.",
        most=16,
    ),
    Definition(
        "attachment_total_mb", "Attachments", "All files of the company at most", "megabytes", 20_000,
        "When attachments take more than this, no more are taken until some are removed (their room is free after 90 "
        "days) or this is raised. They lie in the database, and every backup carries them.",
        most=2_000_000,
    ),
)
_BY_KEY = {definition.key: definition for definition in DEFINITIONS}


def definition(key: str) -> Definition:
    """The setting of that key.

    Raises: NotFound
    """
    if key not in _BY_KEY:
        raise NotFound("There is no setting %(key)s.", key=key)
    return _BY_KEY[key]


def setting_values(chosen: Mapping[str, Any]) -> dict[str, Any]:
    """Every setting with its chosen value, or its default; stored text becomes Decimal or int again."""
    return {d.key: _typed(d, chosen[d.key]) if d.key in chosen else d.default for d in DEFINITIONS}


def read_value(key: str, given: Any) -> Any:
    """Check what was chosen for a setting and give it the setting's own type.

    Raises: NotFound; Refused naming what may be chosen.
    """
    wanted = definition(key)
    if wanted.kind == "choice":
        if given not in wanted.choices:
            raise Refused(
                "%(label)s: choose one of %(choices)s.",
                field=key, label=wanted.label, choices=', '.join(wanted.choices),
            )
        return given
    if wanted.kind == "digits":
        return _digits(wanted, "" if given is None else str(given).strip())
    try:
        value = Decimal(str(given).strip())
    except InvalidOperation:
        raise Refused("%(label)s: write a number.", field=key, label=wanted.label) from None
    if not value.is_finite() or not 0 <= value < 10**12:
        raise Refused("%(label)s: write a number from zero up.", field=key, label=wanted.label)
    if wanted.kind == "days":
        if value != value.to_integral_value() or value > wanted.most:
            raise Refused("%(label)s: write a whole number of days.", field=key, label=wanted.label)
        return int(value)
    if wanted.kind == "megabytes":
        if value != value.to_integral_value() or value > wanted.most:
            raise Refused(
                "%(label)s: write a whole number of megabytes, at most %(most)s.",
                field=key, label=wanted.label, most=wanted.most,
            )
        return int(value)
    if wanted.kind == "percent" and value > 100:
        raise Refused("%(label)s: write a percentage from 0 to 100.", field=key, label=wanted.label)
    return value


def _digits(wanted: Definition, given: str) -> str:
    if given and not (given.isascii() and given.isdigit() and 4 <= len(given) <= 12):
        raise Refused("%(label)s: write 4 to 12 digits, or nothing.", field=wanted.key, label=wanted.label)
    return given


def _typed(wanted: Definition, stored: Any) -> Any:
    if wanted.kind in {"choice", "digits"}:
        return stored
    return int(stored) if wanted.kind in {"days", "megabytes"} else Decimal(str(stored))
