"""What the total of a credit memo is rounded by, where a company rounds to the smallest coin."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"


def upgrade() -> None:
    op.add_column(
        "credit_memo",
        sa.Column("rounding_amount", sa.Numeric(precision=18, scale=4), server_default=sa.text("0"), nullable=False),
        schema="finance",
    )
    op.drop_constraint(op.f("ck_credit_memo_total_amount"), "credit_memo", schema="finance")
    op.create_check_constraint(
        op.f("ck_credit_memo_total_amount"),
        "credit_memo",
        "total_amount = net_amount + tax_amount + rounding_amount",
        schema="finance",
    )
