"""Who decided what on quotes, orders and return authorizations, and who changed a draft."""

from alembic import op

revision = "0041"
down_revision = "0040"


def upgrade() -> None:
    """Decisions and drafts only: what is shipped and billed of a document is told by its events."""
    for table in ("quote", "sales_order", "rma"):
        op.execute(f"""
            CREATE TRIGGER audit AFTER UPDATE ON crm.{table} FOR EACH ROW
            WHEN (OLD.decision IS DISTINCT FROM NEW.decision
                  OR OLD.decision = 'draft' AND OLD.version IS DISTINCT FROM NEW.version)
            EXECUTE FUNCTION kernel.write_audit('id')""")
