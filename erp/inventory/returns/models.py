"""Returned goods: what may come back, what came back, and what became of it."""

from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    UniqueConstraint,
    Uuid,
    func,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from erp.inventory.columns import Amount, Code, Count, Day, Id, Instant, PrimaryId, Quantity
from erp.kernel.db import Base
from erp.kernel.finding import number_indexes

CONDITIONS = ("as_new", "opened", "damaged", "defective", "incomplete", "wrong_item")
DISPOSITIONS = ("restock", "refurbish", "scrap", "return_to_supplier")


class ReturnExpectation(Base):
    """A quantity that a customer was allowed to send back to a warehouse (base units)."""

    __tablename__ = "return_expectation"

    id: Mapped[PrimaryId]
    company_id: Mapped[Id]
    warehouse_id: Mapped[Id]
    origin_kind: Mapped[Code]
    origin_id: Mapped[Id] = mapped_column(index=True)
    origin_number: Mapped[Code] = mapped_column(index=True)
    origin_line_id: Mapped[Id] = mapped_column(unique=True)
    consignor_name: Mapped[Code] = mapped_column(server_default=text("''"))
    item_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("inventory.item.id"))
    original_shipment_line_id: Mapped[Id | None] = mapped_column(index=True)
    qty: Mapped[Quantity]
    qty_received: Mapped[Quantity] = mapped_column(server_default=text("0"))
    qty_cancelled: Mapped[Quantity] = mapped_column(server_default=text("0"))
    created_at: Mapped[Instant] = mapped_column(server_default=func.now())

    __table_args__ = (
        ForeignKeyConstraint(
            ["company_id", "warehouse_id"], ["inventory.warehouse.company_id", "inventory.warehouse.id"]
        ),
        ForeignKeyConstraint(
            ["company_id", "original_shipment_line_id"],
            ["inventory.shipment_line.company_id", "inventory.shipment_line.id"],
        ),
        UniqueConstraint("company_id", "id"),
        CheckConstraint("qty > 0", name="qty_positive"),
        CheckConstraint(
            "qty_received >= 0 AND qty_cancelled >= 0 AND qty_received + qty_cancelled <= qty",
            name="no_more_than_authorized",
        ),
        Index(
            "ix_return_expectation_open",
            "warehouse_id",
            "id",
            postgresql_where=text("qty_received + qty_cancelled < qty"),
        ),
        {"schema": "inventory"},
    )


class ReturnCount(Base):
    """Goods of an RMA that somebody counted with the scanner; ``return_receipt_id`` once they were received."""

    __tablename__ = "return_count"

    id: Mapped[PrimaryId]
    company_id: Mapped[Id]
    expectation_id: Mapped[Id]
    origin_id: Mapped[Id]
    qty: Mapped[Quantity]
    lot_id: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("inventory.lot.id"))
    condition: Mapped[Code]
    return_receipt_id: Mapped[Id | None]
    counted_at: Mapped[Instant]
    counted_by: Mapped[Code]

    __table_args__ = (
        ForeignKeyConstraint(
            ["company_id", "expectation_id"],
            ["inventory.return_expectation.company_id", "inventory.return_expectation.id"],
        ),
        ForeignKeyConstraint(
            ["company_id", "return_receipt_id"],
            ["inventory.return_receipt.company_id", "inventory.return_receipt.id"],
        ),
        CheckConstraint("qty > 0", name="qty_positive"),
        CheckConstraint(f"condition IN {CONDITIONS}", name="condition"),
        Index("ix_return_count_waiting", "origin_id", postgresql_where=text("return_receipt_id IS NULL")),
        {"schema": "inventory"},
    )


class ReturnReceipt(Base):
    """Goods of one RMA that arrived together."""

    __tablename__ = "return_receipt"

    id: Mapped[PrimaryId]
    company_id: Mapped[Id]
    number: Mapped[Code] = mapped_column(unique=True)
    branch_id: Mapped[Id]
    warehouse_id: Mapped[Id]
    origin_kind: Mapped[Code]
    origin_id: Mapped[Id] = mapped_column(index=True)
    origin_number: Mapped[Code]
    consignor_name: Mapped[Code] = mapped_column(server_default=text("''"))
    received_on: Mapped[Day]
    received_at: Mapped[Instant] = mapped_column(server_default=func.now())
    received_by: Mapped[Code]

    __table_args__ = (
        ForeignKeyConstraint(
            ["company_id", "warehouse_id"], ["inventory.warehouse.company_id", "inventory.warehouse.id"]
        ),
        ForeignKeyConstraint(["company_id", "branch_id"], ["organization.branch.company_id", "organization.branch.id"]),
        UniqueConstraint("company_id", "id"),
        Index("ix_return_receipt_warehouse_id_id", "warehouse_id", "id"),
        *number_indexes("return_receipt"),
        {"schema": "inventory"},
    )


class ReturnReceiptLine(Base):
    """Received goods of one expectation, in one lot; stays in inspection until dispositioned.

    ``cost_amount``: what the goods cost when they left, company currency.
    """

    __tablename__ = "return_receipt_line"

    id: Mapped[PrimaryId]
    company_id: Mapped[Id]
    receipt_id: Mapped[Id]
    position: Mapped[Count]
    expectation_id: Mapped[Id]
    origin_line_id: Mapped[Id] = mapped_column(index=True)
    item_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("inventory.item.id"))
    lot_id: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("inventory.lot.id"))
    bin_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("inventory.bin.id"))
    qty: Mapped[Quantity]
    cost_amount: Mapped[Amount]
    condition: Mapped[Code | None]
    inspection_notes: Mapped[Code] = mapped_column(server_default=text("''"))
    inspected_at: Mapped[Instant | None]
    inspected_by: Mapped[Code | None]
    qty_dispositioned: Mapped[Quantity] = mapped_column(server_default=text("0"))

    __table_args__ = (
        ForeignKeyConstraint(
            ["company_id", "receipt_id"],
            ["inventory.return_receipt.company_id", "inventory.return_receipt.id"],
        ),
        ForeignKeyConstraint(
            ["company_id", "expectation_id"],
            ["inventory.return_expectation.company_id", "inventory.return_expectation.id"],
        ),
        UniqueConstraint("company_id", "id"),
        UniqueConstraint("receipt_id", "position"),
        CheckConstraint("qty > 0", name="qty_positive"),
        CheckConstraint("qty_dispositioned BETWEEN 0 AND qty", name="no_more_disposed_than_received"),
        CheckConstraint(f"condition IN {CONDITIONS}", name="condition"),
        Index("ix_return_receipt_line_expectation_id", "expectation_id"),
        Index(
            "ix_return_receipt_line_waiting",
            "receipt_id",
            postgresql_where=text("qty_dispositioned < qty"),
        ),
        {"schema": "inventory"},
    )


class ReturnDisposition(Base):
    """What became of a part of a return receipt line; ``cost_amount`` is the value that left inventory."""

    __tablename__ = "return_disposition"

    id: Mapped[PrimaryId]
    company_id: Mapped[Id]
    return_receipt_line_id: Mapped[Id]
    disposition: Mapped[Code]
    qty: Mapped[Quantity]
    bin_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("inventory.bin.id"))
    reason: Mapped[Code]
    cost_amount: Mapped[Amount] = mapped_column(server_default=text("0"))
    disposed_on: Mapped[Day]
    disposed_at: Mapped[Instant] = mapped_column(server_default=func.now())
    disposed_by: Mapped[Code]

    __table_args__ = (
        ForeignKeyConstraint(
            ["company_id", "return_receipt_line_id"],
            ["inventory.return_receipt_line.company_id", "inventory.return_receipt_line.id"],
        ),
        CheckConstraint("qty > 0", name="qty_positive"),
        CheckConstraint(f"disposition IN {DISPOSITIONS}", name="disposition"),
        Index("ix_return_disposition_return_receipt_line_id", "return_receipt_line_id"),
        {"schema": "inventory"},
    )
