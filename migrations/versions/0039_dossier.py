"""Notes and attachments on records."""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"


def upgrade() -> None:
    """Versions of notes, contents of files once each, and which file hangs where."""
    op.create_table(
        "note_version",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("note_id", sa.Uuid(), nullable=False),
        sa.Column("version_no", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("record_kind", sa.Text(), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("is_pinned", sa.Boolean(), nullable=False),
        sa.Column("written_by", sa.Text(), nullable=False),
        sa.Column("written_by_user_id", sa.Uuid(), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "version_no > 0 AND (version_no = 1) = (id = note_id)", name=op.f("ck_note_version_version_no")
        ),
        sa.CheckConstraint("length(body) BETWEEN 1 AND 4000", name=op.f("ck_note_version_body")),
        sa.ForeignKeyConstraint(["company_id"], ["organization.company.id"], name=op.f("fk_note_version_company_id")),
        sa.ForeignKeyConstraint(
            ["written_by_user_id"], ["identity.user_account.id"], name=op.f("fk_note_version_written_by_user_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note_version")),
        sa.UniqueConstraint("note_id", "version_no", name=op.f("uq_note_version_note_id_version_no")),
        schema="dossier",
    )
    op.create_index("ix_note_version_record", "note_version", ["record_kind", "record_id"], schema="dossier")
    op.execute("SELECT kernel.make_append_only('dossier.note_version')")
    op.create_table(
        "file_content",
        sa.Column("content_hash", sa.Text(), nullable=False, comment="SHA-256 of the content"),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("content_hash ~ '^[0-9a-f]{64}$'", name=op.f("ck_file_content_content_hash")),
        sa.PrimaryKeyConstraint("content_hash", name=op.f("pk_file_content")),
        schema="dossier",
    )
    # Pictures and office files are compressed already: kept outside the row as they are.
    op.execute("ALTER TABLE dossier.file_content ALTER COLUMN content SET STORAGE EXTERNAL")
    op.create_table(
        "attachment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("record_kind", sa.Text(), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("attached_by", sa.Text(), nullable=False),
        sa.Column("attached_by_user_id", sa.Uuid(), nullable=True),
        sa.Column("attached_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_by", sa.Text(), nullable=True),
        sa.Column("removed_reason", sa.Text(), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "forgotten_at", sa.DateTime(timezone=True), nullable=True, comment="when its content was given up"
        ),
        sa.CheckConstraint("size_bytes > 0", name=op.f("ck_attachment_size_bytes")),
        sa.CheckConstraint("length(file_name) BETWEEN 1 AND 120", name=op.f("ck_attachment_file_name")),
        sa.CheckConstraint(
            "(removed_at IS NULL) = (removed_by IS NULL) AND (removed_at IS NULL) = (removed_reason IS NULL)",
            name=op.f("ck_attachment_removed"),
        ),
        sa.ForeignKeyConstraint(["company_id"], ["organization.company.id"], name=op.f("fk_attachment_company_id")),
        sa.ForeignKeyConstraint(
            ["attached_by_user_id"], ["identity.user_account.id"], name=op.f("fk_attachment_attached_by_user_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
        schema="dossier",
    )
    op.create_index("ix_attachment_record", "attachment", ["record_kind", "record_id"], schema="dossier")
    op.create_index("ix_attachment_content_hash", "attachment", ["content_hash"], schema="dossier")
    op.create_index(
        "ix_attachment_company_id", "attachment", ["company_id"], schema="dossier",
        postgresql_include=["size_bytes"], postgresql_where=sa.text("forgotten_at IS NULL"),
    )
    op.execute("SELECT kernel.audit_table('dossier.attachment')")
