"""Sizes of labels, and the SSCC of each carton."""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"

_MILLIMETRES = ("left_mm", "top_mm", "gap_x_mm", "gap_y_mm")


def upgrade() -> None:
    op.create_table(
        "label_format",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sheet", sa.Text(), server_default="", nullable=False),
        sa.Column("width_mm", sa.Numeric(6, 2), nullable=False),
        sa.Column("height_mm", sa.Numeric(6, 2), nullable=False),
        sa.Column("columns", sa.Integer(), server_default="1", nullable=False),
        sa.Column("rows", sa.Integer(), server_default="1", nullable=False),
        *(sa.Column(name, sa.Numeric(6, 2), server_default="0", nullable=False) for name in _MILLIMETRES),
        sa.Column("status", sa.Text(), server_default="active", nullable=False),
        sa.CheckConstraint("code = upper(btrim(code)) AND code <> ''", name=op.f("ck_label_format_code_upper")),
        sa.CheckConstraint("sheet IN ('', 'a4', 'letter')", name=op.f("ck_label_format_sheet")),
        sa.CheckConstraint("status IN ('active', 'retired')", name=op.f("ck_label_format_status")),
        sa.CheckConstraint(
            "width_mm BETWEEN 15 AND 300 AND height_mm BETWEEN 10 AND 300", name=op.f("ck_label_format_size")
        ),
        sa.CheckConstraint(
            "columns BETWEEN 1 AND 20 AND rows BETWEEN 1 AND 50", name=op.f("ck_label_format_slots")
        ),
        sa.CheckConstraint(
            "left_mm BETWEEN 0 AND 100 AND top_mm BETWEEN 0 AND 100 AND gap_x_mm BETWEEN 0 AND 100 "
            "AND gap_y_mm BETWEEN 0 AND 100",
            name=op.f("ck_label_format_margins"),
        ),
        sa.ForeignKeyConstraint(
            ["company_id"], ["organization.company.id"], name=op.f("fk_label_format_company_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_label_format")),
        sa.UniqueConstraint("company_id", "code", name=op.f("uq_label_format_company_id_code")),
        schema="inventory",
    )
    op.execute("SELECT kernel.audit_table('inventory.label_format')")
    op.add_column("carton", sa.Column("sscc", sa.Text(), nullable=True), schema="inventory")
    op.create_unique_constraint(op.f("uq_carton_sscc"), "carton", ["sscc"], schema="inventory")
    op.create_check_constraint(op.f("ck_carton_sscc_digits"), "carton", "sscc ~ '^[0-9]{18}$'", schema="inventory")
    op.execute("CREATE SEQUENCE inventory.sscc_serial")
