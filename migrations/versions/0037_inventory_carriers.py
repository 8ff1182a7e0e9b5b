"""Carriers with their cut-off, planned for demand and shipments; who should walk a wave."""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"


def upgrade() -> None:
    op.create_table(
        "carrier",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("cut_off", sa.Time(), nullable=True),
        sa.Column("status", sa.Text(), server_default="active", nullable=False),
        sa.CheckConstraint("code = upper(btrim(code)) AND code <> ''", name=op.f("ck_carrier_code_upper")),
        sa.CheckConstraint("btrim(name) <> ''", name=op.f("ck_carrier_name_given")),
        sa.CheckConstraint("status IN ('active', 'retired')", name=op.f("ck_carrier_status")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_carrier")),
        sa.UniqueConstraint("code", name=op.f("uq_carrier_code")),
        schema="inventory",
    )
    op.execute("SELECT kernel.audit_table('inventory.carrier')")
    for table in ("demand_line", "shipment"):
        key = sa.ForeignKey("inventory.carrier.id", name=op.f(f"fk_{table}_carrier_id"))
        op.add_column(table, sa.Column("carrier_id", sa.Uuid(), key, nullable=True), schema="inventory")
    picker = sa.ForeignKey("identity.user_account.id", name=op.f("fk_wave_picker_id"))
    op.add_column("wave", sa.Column("picker_id", sa.Uuid(), picker, nullable=True), schema="inventory")
    op.create_index(
        "ix_shipment_on_the_dock",
        "shipment",
        ["warehouse_id", "shipped_on"],
        schema="inventory",
        postgresql_where=sa.text("status = 'shipped' AND handed_over_at IS NULL"),
    )
