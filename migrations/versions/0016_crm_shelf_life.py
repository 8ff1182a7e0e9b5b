"""How much shelf life a customer asks of expiring goods."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    op.add_column("customer_company", sa.Column("min_shelf_life_days", sa.Integer(), nullable=True), schema="crm")
    op.create_check_constraint(
        op.f("ck_customer_company_min_shelf_life_days"), "customer_company", "min_shelf_life_days >= 0", schema="crm"
    )
