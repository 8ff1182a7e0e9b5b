"""Invoices and credit memos are recorded as sent where every document is."""

from alembic import op

revision = "0034"
down_revision = "0033"


def upgrade() -> None:
    op.execute("""
        INSERT INTO kernel.paper_email
            (id, company_id, document_kind, document_id, sent_to, message_id, sent_at, sent_by)
        SELECT id, company_id, document_kind, document_id, sent_to, message_id, sent_at, sent_by
        FROM finance.document_email
    """)
    op.execute("DELETE FROM kernel.append_only WHERE table_name = 'finance.document_email'")
    op.drop_table("document_email", schema="finance")
