"""Instalments of the goods and of the tax: a term may ask for each on a day of its own."""

from alembic import op

revision = "0031"
down_revision = "0030"

PORTIONS = ("percent", "percent_of_rest", "fixed", "net", "tax", "remainder")


def upgrade() -> None:
    op.drop_constraint(op.f("ck_payment_term_line_portion"), "payment_term_line", schema="terms")
    op.create_check_constraint(
        op.f("ck_payment_term_line_portion"), "payment_term_line", f"portion IN {PORTIONS}", schema="terms"
    )
