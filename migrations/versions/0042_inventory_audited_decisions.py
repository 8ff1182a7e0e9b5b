"""Who decided what on purchase orders, transfers and counts, and who changed a draft."""

from alembic import op

revision = "0042"
down_revision = "0041"


def upgrade() -> None:
    """Decisions and drafts only: what comes and goes is told by events."""
    for table, draft in (
        ("purchase_order", "OLD.status = 'draft' AND OLD.version IS DISTINCT FROM NEW.version"),
        ("transfer_order", "false"),
        ("stock_count", "false"),
    ):
        op.execute(f"""
            CREATE TRIGGER audit AFTER UPDATE ON inventory.{table} FOR EACH ROW
            WHEN (OLD.status IS DISTINCT FROM NEW.status OR {draft})
            EXECUTE FUNCTION kernel.write_audit('id')""")
