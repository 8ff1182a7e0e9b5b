"""Which item may be offered instead of another."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Shared by the companies, like items themselves, and on the audit trail."""
    op.create_table(
        "item_substitute",
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("substitute_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.CheckConstraint("item_id <> substitute_id", name=op.f("ck_item_substitute_another_item")),
        sa.CheckConstraint("position > 0", name=op.f("ck_item_substitute_position")),
        sa.ForeignKeyConstraint(["item_id"], ["inventory.item.id"], name=op.f("fk_item_substitute_item_id")),
        sa.ForeignKeyConstraint(
            ["substitute_id"], ["inventory.item.id"], name=op.f("fk_item_substitute_substitute_id")
        ),
        sa.PrimaryKeyConstraint("item_id", "substitute_id", name=op.f("pk_item_substitute")),
        schema="inventory",
    )
    op.create_index(
        "ix_item_substitute_substitute_id", "item_substitute", ["substitute_id"], unique=False, schema="inventory"
    )
    op.execute("SELECT kernel.audit_table('inventory.item_substitute')")
