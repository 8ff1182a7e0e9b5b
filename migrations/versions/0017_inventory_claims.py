"""Pick tasks on their way, and returned goods counted with the scanner before they are received."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    op.add_column("pick_task", sa.Column("claimed_by", sa.Text(), nullable=True), schema="inventory")
    op.add_column(
        "pick_task", sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True), schema="inventory"
    )
    op.create_check_constraint(
        op.f("ck_pick_task_claim_has_its_time"),
        "pick_task",
        "(claimed_by IS NULL) = (claimed_at IS NULL)",
        schema="inventory",
    )
    op.create_table(
        "return_count",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("expectation_id", sa.Uuid(), nullable=False),
        sa.Column("origin_id", sa.Uuid(), nullable=False),
        sa.Column("qty", sa.Numeric(precision=18, scale=6), nullable=False),
        sa.Column("lot_id", sa.Uuid(), nullable=True),
        sa.Column("condition", sa.Text(), nullable=False),
        sa.Column("return_receipt_id", sa.Uuid(), nullable=True),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("counted_by", sa.Text(), nullable=False),
        sa.CheckConstraint("qty > 0", name=op.f("ck_return_count_qty_positive")),
        sa.CheckConstraint(
            "condition IN ('as_new', 'opened', 'damaged', 'defective', 'incomplete', 'wrong_item')",
            name=op.f("ck_return_count_condition"),
        ),
        sa.ForeignKeyConstraint(["lot_id"], ["inventory.lot.id"], name=op.f("fk_return_count_lot_id")),
        sa.ForeignKeyConstraint(
            ["company_id", "expectation_id"],
            ["inventory.return_expectation.company_id", "inventory.return_expectation.id"],
            name=op.f("fk_return_count_company_id_expectation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["company_id", "return_receipt_id"],
            ["inventory.return_receipt.company_id", "inventory.return_receipt.id"],
            name=op.f("fk_return_count_company_id_return_receipt_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_return_count")),
        schema="inventory",
    )
    op.create_index(
        "ix_return_count_waiting",
        "return_count",
        ["origin_id"],
        unique=False,
        schema="inventory",
        postgresql_where=sa.text("return_receipt_id IS NULL"),
    )
    op.create_index(
        "ix_pick_task_claimed_by",
        "pick_task",
        ["claimed_by"],
        unique=False,
        schema="inventory",
        postgresql_where=sa.text("status = 'open' AND claimed_by IS NOT NULL"),
    )
