"""What a company's papers carry: logo, bank details, closing lines, format of the sheet and language."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"


def upgrade() -> None:
    op.create_table(
        "letterhead",
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("sheet", sa.Text(), server_default="a4", nullable=False),
        sa.Column("language", sa.Text(), server_default="en", nullable=False),
        sa.Column("bank", sa.Text(), server_default="", nullable=False),
        sa.Column("closing", sa.Text(), server_default="", nullable=False),
        sa.Column("logo", sa.LargeBinary(), nullable=True),
        sa.Column("logo_type", sa.Text(), nullable=True),
        sa.CheckConstraint("sheet IN ('a4', 'letter')", name=op.f("ck_letterhead_sheet")),
        sa.CheckConstraint(
            "(logo IS NULL) = (logo_type IS NULL) AND octet_length(logo) <= 524288", name=op.f("ck_letterhead_logo")
        ),
        sa.ForeignKeyConstraint(["company_id"], ["organization.company.id"], name=op.f("fk_letterhead_company_id")),
        sa.PrimaryKeyConstraint("company_id", name=op.f("pk_letterhead")),
        schema="organization",
    )
    op.execute("SELECT kernel.audit_table('organization.letterhead')")
