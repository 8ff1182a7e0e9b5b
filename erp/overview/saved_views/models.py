"""Lists under a name, and which of them each person usually wants."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, DateTime, ForeignKey, Index, Text, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from erp.kernel.db import Base


class SavedView(Base):
    """What a list showed when somebody saved it: the part of its address behind the question mark.

    ``list`` is the endpoint of the page. A shared one is seen by everybody of the company who may see the list.
    """

    __tablename__ = "saved_view"
    __table_args__ = (
        CheckConstraint("btrim(name) <> '' AND length(name) <= 60", name="name"),
        CheckConstraint("query <> '' AND length(query) <= 2000", name="query"),
        UniqueConstraint("company_id", "list", "user_id", "name"),
        {"schema": "overview"},
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    company_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("organization.company.id"))
    list: Mapped[str] = mapped_column(Text)
    user_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("identity.user_account.id"))
    name: Mapped[str] = mapped_column(Text)
    query: Mapped[str] = mapped_column(Text)
    is_shared: Mapped[bool]
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class UsualView(Base):
    """The view in which a list opens for a person: one for each list, their own or a shared one."""

    __tablename__ = "usual_view"
    __table_args__ = (Index("ix_usual_view_view_id", "view_id"), {"schema": "overview"})

    user_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("identity.user_account.id"), primary_key=True)
    company_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("organization.company.id"), primary_key=True)
    list: Mapped[str] = mapped_column(Text, primary_key=True)
    view_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("overview.saved_view.id", ondelete="CASCADE"))
