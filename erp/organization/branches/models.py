"""Table of the branches."""

from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from erp.kernel.db import Base
from erp.organization.columns import PrimaryId, Words

BRANCH_STATUSES = ("draft", "active", "inactive")


class Branch(Base):
    """A place of business; active only once the books have every account it needs."""

    __tablename__ = "branch"
    __table_args__ = (
        CheckConstraint("code = upper(btrim(code)) AND code <> ''", name="code_upper"),
        CheckConstraint("btrim(name) <> ''", name="name_given"),
        CheckConstraint(f"status IN {BRANCH_STATUSES}", name="status"),
        UniqueConstraint("company_id", "id"),
        UniqueConstraint("company_id", "code"),
        {"schema": "organization"},
    )

    id: Mapped[PrimaryId]
    company_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("organization.company.id"))
    code: Mapped[Words]
    name: Mapped[Words]
    time_zone: Mapped[Words]
    address: Mapped[Words] = mapped_column(server_default="")
    country: Mapped[Words] = mapped_column(server_default="")
    region: Mapped[Words] = mapped_column(server_default="")
    postal_code: Mapped[Words] = mapped_column(server_default="")
    email: Mapped[Words] = mapped_column(server_default="")
    phone: Mapped[Words] = mapped_column(server_default="")
    status: Mapped[Words] = mapped_column(server_default="draft")
