"""Working days of the week and holidays of a company."""

import sqlalchemy as sa
from alembic import op

from erp.kernel.sql_files import sql_file

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    op.add_column(
        "company",
        sa.Column(
            "working_weekdays", sa.ARRAY(sa.SmallInteger()), server_default="{1,2,3,4,5,6,7}", nullable=False
        ),
        schema="organization",
    )
    op.create_check_constraint(
        op.f("ck_company_working_weekdays"),
        "company",
        "cardinality(working_weekdays) > 0 AND working_weekdays <@ ARRAY[1,2,3,4,5,6,7]::smallint[]",
        schema="organization",
    )
    op.create_table(
        "holiday",
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.CheckConstraint("btrim(name) <> ''", name=op.f("ck_holiday_name_given")),
        sa.ForeignKeyConstraint(["company_id"], ["organization.company.id"], name=op.f("fk_holiday_company_id")),
        sa.PrimaryKeyConstraint("company_id", "day", name=op.f("pk_holiday")),
        schema="organization",
    )
    op.execute(sql_file("organization_working_days"))
    op.execute("SELECT kernel.audit_table('organization.holiday')")
