"""Define a promotion: for some days, what is bought earns a lower price or goods that come along."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import text

from erp.crm.promotions.arithmetic import TargetFacts
from erp.crm.promotions.models import COUNTING, REWARDS, Promotion, PromotionTarget
from erp.inventory.api import items
from erp.kernel.errors import Conflict, Refused
from erp.kernel.identifiers import new_id
from erp.kernel.money import ZERO
from erp.kernel.rows import insert_rows
from erp.kernel.unit_of_work import UnitOfWork

# Two promotions clash where nothing says which of them holds: same rank, same days, same conditions.
_EQUALS = text("""
    SELECT p.id, p.code, coalesce((SELECT json_agg(coalesce(t.item_id, t.family_id)) FROM crm.promotion_target t
                              WHERE t.promotion_id = p.id AND t.purpose <> 'condition'), '[]') AS rewarded
      FROM crm.promotion p
     WHERE p.company_id = :company AND p.status = 'active' AND NOT p.combines AND p.reward <> 'goods'
       AND p.priority = :priority AND p.customer_id IS NOT DISTINCT FROM CAST(:customer AS uuid)
       AND p.coupon = :coupon AND p.min_qty = :min_qty AND p.min_amount = :min_amount
       AND daterange(p.valid_from, p.valid_to, '[]') && daterange(:valid_from, CAST(:valid_to AS date), '[]')
     ORDER BY p.code
""")


@dataclass(frozen=True)
class NewPromotion:
    """A promotion as somebody defines it. Quantities count base units, prices are per base unit.

    Without targets everything counts and everything is rewarded. One of the rewards: ``percent`` off, a ``unit_price``,
    an ``amount_off`` each unit, or ``goods_qty`` of an item (of the bought one, where none is named) for each
    ``goods_per_qty`` bought, or once.
    """

    company_id: UUID
    code: str
    name: str
    valid_from: date
    reward: str
    valid_to: date | None = None
    priority: int = 0
    combines: bool = False
    customer_id: UUID | None = None
    coupon: str = ""
    counting: str = "line"
    min_qty: Decimal = ZERO
    max_qty: Decimal | None = None
    min_amount: Decimal = ZERO
    max_amount: Decimal | None = None
    percent: Decimal | None = None
    unit_price: Decimal | None = None
    amount_off: Decimal | None = None
    goods_item_id: UUID | None = None
    goods_qty: Decimal | None = None
    goods_per_qty: Decimal | None = None
    goods_price: Decimal = ZERO
    targets: Sequence[TargetFacts] = ()


def define_promotion(work: UnitOfWork, new: NewPromotion) -> UUID:
    """Store a promotion; it holds for orders entered or submitted from now on, on its days.

    Raises: Forbidden; Refused naming what does not fit; Conflict where its code is taken, or another promotion of
    equal rank lowers the same prices on the same days.
    """
    work.require("crm.promotion.change")
    _check(work, new)
    values: dict[str, Any] = {name: value for name, value in vars(new).items() if name != "targets"}
    values |= {"code": new.code.strip().upper(), "name": new.name.strip(), "coupon": new.coupon.strip().upper()}
    work.execute(
        text("SELECT pg_advisory_xact_lock(hashtext('crm.promotion'), hashtext(:company))"),
        {"company": str(new.company_id)},
    )
    taken = work.execute(
        text("SELECT 1 FROM crm.promotion WHERE company_id = :company AND code = :code"),
        {"company": new.company_id, "code": values["code"]},
    ).first()
    if taken is not None:
        raise Conflict("The company has a promotion %(code)s already.", field="code", code=values["code"])
    _refuse_equals(work, new, values["coupon"])
    promotion_id = new_id()
    insert_rows(work, Promotion, [{**values, "id": promotion_id, "created_at": work.now}])
    insert_rows(
        work,
        PromotionTarget,
        [
            {"id": new_id(), "company_id": new.company_id, "promotion_id": promotion_id, **vars(target)}
            for target in new.targets
        ],
    )
    return promotion_id


def _refuse_equals(work: UnitOfWork, new: NewPromotion, coupon: str) -> None:
    if new.combines or new.reward == "goods":
        return
    own = {str(t.item_id or t.family_id) for t in new.targets if t.purpose != "condition"}
    rows = work.execute(
        _EQUALS,
        {
            "company": new.company_id, "priority": new.priority, "customer": new.customer_id, "coupon": coupon,
            "min_qty": new.min_qty, "min_amount": new.min_amount, "valid_from": new.valid_from,
            "valid_to": new.valid_to,
        },
    )
    for row in rows:
        if own & set(row.rewarded) or not (own or row.rewarded):
            raise Conflict(
                "Promotion %(code)s lowers the same prices on the same days with the same priority: give one of them "
                "a higher priority, or let it combine.",
                field="priority",
                code=row.code,
            )


def _check(work: UnitOfWork, new: NewPromotion) -> None:
    if not new.code.strip() or not new.name.strip():
        raise Refused("A promotion needs a code and a name.", field="code" if not new.code.strip() else "name")
    if new.reward not in REWARDS or new.counting not in COUNTING:
        raise Refused("Choose what the promotion gives, and how it counts.", field="reward")
    if new.valid_to is not None and new.valid_to < new.valid_from:
        raise Refused("The last day lies before the first.", field="valid_to")
    if new.max_qty is not None and new.max_qty < new.min_qty:
        raise Refused("The largest quantity lies below the smallest.", field="max_qty")
    if new.max_amount is not None and new.max_amount < new.min_amount:
        raise Refused("The largest amount lies below the smallest.", field="max_amount")
    given = {"percent": new.percent, "price": new.unit_price, "amount_off": new.amount_off, "goods": new.goods_qty}
    fields = {"percent": "percent", "price": "unit_price", "amount_off": "amount_off", "goods": "goods_qty"}
    value = given[new.reward]
    if value is None or value < 0 or (value == 0 and new.reward != "price"):
        raise Refused("Say how much the promotion gives.", field=fields[new.reward])
    if any(other is not None for kind, other in given.items() if kind != new.reward):
        raise Refused("A promotion gives one thing. Define another for the rest, and let it combine.", field="reward")
    if new.percent is not None and new.percent > 100:
        raise Refused("No more than 100 per cent can be given.", field="percent")
    if new.goods_per_qty is not None and new.goods_per_qty <= 0:
        raise Refused("Goods come for each quantity above zero.", field="goods_per_qty")
    asked = {target.item_id for target in new.targets if target.item_id is not None}
    if new.goods_item_id is not None:
        asked.add(new.goods_item_id)
    if len(items(work.session, asked)) != len(asked):
        raise Refused("There is no such item.", field="lines-0-item")
