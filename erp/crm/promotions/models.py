"""Tables of the promotions and of the items they are about.

A promotion's condition looks at the whole order; its reward lowers the price of the items it rewards, or adds goods.
"""

from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Numeric,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from erp.crm.columns import Count, Day, Flag, Instant, OptionalWords, PrimaryId, Quantity, Words
from erp.kernel.db import Base

REWARDS = ("percent", "price", "amount_off", "goods")
COUNTING = ("line", "order")
PURPOSES = ("both", "condition", "reward")
PROMOTION_STATUSES = ("active", "retired")


class Promotion(Base):
    """What must be bought, and what is given for it."""

    __tablename__ = "promotion"
    __table_args__ = (
        CheckConstraint("code = upper(btrim(code)) AND code <> ''", name="code_upper"),
        CheckConstraint(f"status IN {PROMOTION_STATUSES}", name="status"),
        CheckConstraint(f"counting IN {COUNTING}", name="counting"),
        CheckConstraint(f"reward IN {REWARDS}", name="reward"),
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="days_in_order"),
        CheckConstraint("min_qty >= 0 AND (max_qty IS NULL OR max_qty >= min_qty)", name="qty"),
        CheckConstraint("min_amount >= 0 AND (max_amount IS NULL OR max_amount >= min_amount)", name="amount"),
        CheckConstraint(
            "(reward = 'percent') = (percent IS NOT NULL) AND (reward = 'price') = (unit_price IS NOT NULL) "
            "AND (reward = 'amount_off') = (amount_off IS NOT NULL) AND (reward = 'goods') = (goods_qty IS NOT NULL)",
            name="one_reward",
        ),
        CheckConstraint("percent > 0 AND percent <= 100", name="percent"),
        CheckConstraint("unit_price >= 0 AND amount_off > 0 AND goods_price >= 0", name="prices"),
        CheckConstraint("goods_qty > 0 AND (goods_per_qty IS NULL OR goods_per_qty > 0)", name="goods"),
        UniqueConstraint("company_id", "id"),
        UniqueConstraint("company_id", "code"),
        Index("ix_promotion_days", "company_id", "valid_from", postgresql_where=text("status = 'active'")),
        {"schema": "crm"},
    )

    id: Mapped[PrimaryId]
    company_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("organization.company.id"))
    code: Mapped[Words]
    name: Mapped[Words]
    status: Mapped[Words] = mapped_column(server_default="active")
    valid_from: Mapped[Day]
    valid_to: Mapped[date | None]
    priority: Mapped[Count] = mapped_column(server_default=text("0"))
    combines: Mapped[Flag] = mapped_column(server_default=text("false"))
    customer_id: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("crm.customer.id"))
    coupon: Mapped[OptionalWords]
    counting: Mapped[Words] = mapped_column(server_default="line")
    min_qty: Mapped[Quantity] = mapped_column(server_default=text("0"))
    max_qty: Mapped[Decimal | None] = mapped_column(Numeric(18, 6))
    min_amount: Mapped[Decimal] = mapped_column(Numeric(18, 4), server_default=text("0"))
    max_amount: Mapped[Decimal | None] = mapped_column(Numeric(18, 4))
    reward: Mapped[Words]
    percent: Mapped[Decimal | None] = mapped_column(Numeric(9, 6))
    unit_price: Mapped[Decimal | None] = mapped_column(Numeric(18, 6))
    amount_off: Mapped[Decimal | None] = mapped_column(Numeric(18, 6))
    goods_item_id: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("inventory.item.id"))
    goods_qty: Mapped[Decimal | None] = mapped_column(Numeric(18, 6))
    goods_per_qty: Mapped[Decimal | None] = mapped_column(Numeric(18, 6))
    goods_price: Mapped[Decimal] = mapped_column(Numeric(18, 6), server_default=text("0"))
    version: Mapped[Count] = mapped_column(server_default=text("1"))
    created_at: Mapped[Instant]


class PromotionTarget(Base):
    """An item or a family that counts towards the condition, that is rewarded, or both."""

    __tablename__ = "promotion_target"
    __table_args__ = (
        ForeignKeyConstraint(["company_id", "promotion_id"], ["crm.promotion.company_id", "crm.promotion.id"]),
        CheckConstraint("(item_id IS NULL) <> (family_id IS NULL)", name="item_or_family"),
        CheckConstraint(f"purpose IN {PURPOSES}", name="purpose"),
        Index("uq_promotion_target_item", "promotion_id", "item_id", unique=True,
              postgresql_where=text("item_id IS NOT NULL")),
        Index("uq_promotion_target_family", "promotion_id", "family_id", unique=True,
              postgresql_where=text("family_id IS NOT NULL")),
        {"schema": "crm"},
    )

    id: Mapped[PrimaryId]
    company_id: Mapped[UUID] = mapped_column(Uuid)
    promotion_id: Mapped[UUID] = mapped_column(Uuid)
    item_id: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("inventory.item.id"))
    family_id: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("inventory.item_family.id"))
    purpose: Mapped[Words] = mapped_column(server_default="both")
