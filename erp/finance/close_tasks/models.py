"""Tables of a company's manual closing steps and of who has done them."""

from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from erp.finance.columns import Count, Id, Instant, PrimaryId, Words
from erp.kernel.db import Base

TASK_STATUSES = ("active", "retired")


class CloseTask(Base):
    """A step of every close of the company: ``due_working_day`` counts working days from the end of the period."""

    __tablename__ = "close_task"
    __table_args__ = (
        UniqueConstraint("company_id", "id"),
        CheckConstraint("btrim(name) <> ''", name="name_given"),
        CheckConstraint("btrim(owner) <> ''", name="owner_given"),
        CheckConstraint("due_working_day BETWEEN 1 AND 60", name="due_working_day"),
        CheckConstraint(f"status IN {TASK_STATUSES}", name="status"),
        Index("ix_close_task_order", "company_id", "position", "id"),
        {"schema": "finance"},
    )

    id: Mapped[PrimaryId]
    company_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("organization.company.id"))
    position: Mapped[Count]
    name: Mapped[Words]
    note: Mapped[Words] = mapped_column(server_default="")
    owner: Mapped[Words]
    due_working_day: Mapped[Count]
    is_blocking: Mapped[bool] = mapped_column(server_default=text("false"))
    status: Mapped[Words] = mapped_column(server_default="active")


class CloseTaskTick(Base):
    """Somebody did a step for a period. Taking the tick back removes the row; the audit trail keeps both."""

    __tablename__ = "close_task_tick"
    __table_args__ = (
        ForeignKeyConstraint(
            ["company_id", "period_id"], ["organization.posting_period.company_id", "organization.posting_period.id"]
        ),
        ForeignKeyConstraint(["company_id", "task_id"], ["finance.close_task.company_id", "finance.close_task.id"]),
        {"schema": "finance"},
    )

    period_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    task_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    company_id: Mapped[Id]
    note: Mapped[Words] = mapped_column(server_default="")
    ticked_by: Mapped[Words]
    ticked_at: Mapped[Instant]
