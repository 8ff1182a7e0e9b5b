"""Tables of the chart of accounts and of account determination."""

from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from erp.finance.columns import Id, PrimaryId, Words
from erp.kernel.db import Base

ACCOUNT_KINDS = ("asset", "liability", "equity", "income", "expense")
CONTROLS = ("inventory", "receivable", "payable", "grni", "unbilled")
ACCOUNT_STATUSES = ("active", "retired")


class Account(Base):
    """One account of a company. A control account is the sum of a subledger and takes lines only from it."""

    __tablename__ = "account"
    __table_args__ = (
        CheckConstraint("code = upper(btrim(code)) AND code <> ''", name="code_upper"),
        CheckConstraint("btrim(name) <> ''", name="name_given"),
        CheckConstraint(f"kind IN {ACCOUNT_KINDS}", name="kind"),
        CheckConstraint(f"control IN {CONTROLS}", name="control"),
        CheckConstraint(f"status IN {ACCOUNT_STATUSES}", name="status"),
        UniqueConstraint("company_id", "id"),
        UniqueConstraint("company_id", "code"),
        {"schema": "finance"},
    )

    id: Mapped[PrimaryId]
    company_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("organization.company.id"))
    code: Mapped[Words]
    name: Mapped[Words]
    kind: Mapped[Words]
    control: Mapped[Words | None]
    status: Mapped[Words] = mapped_column(server_default="active")


class AccountDetermination(Base):
    """Where a kind of amount is posted; without family or branch it holds for all that have no rule of their own."""

    __tablename__ = "account_determination"
    __table_args__ = (
        ForeignKeyConstraint(["company_id", "account_id"], ["finance.account.company_id", "finance.account.id"]),
        ForeignKeyConstraint(
            ["company_id", "branch_id"], ["organization.branch.company_id", "organization.branch.id"]
        ),
        Index(
            "uq_account_determination_key",
            "company_id",
            "role",
            "family_id",
            "branch_id",
            unique=True,
            postgresql_nulls_not_distinct=True,
        ),
        {"schema": "finance"},
    )

    id: Mapped[PrimaryId]
    company_id: Mapped[Id]
    role: Mapped[Words]
    family_id: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("inventory.item_family.id"))
    branch_id: Mapped[Id | None]
    account_id: Mapped[Id]
