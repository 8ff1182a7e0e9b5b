"""Tables of warehouses and bins."""

from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Text, UniqueConstraint, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from erp.inventory.columns import Code, Count, Id, PrimaryId
from erp.kernel.db import Base

BIN_KINDS = ("storage", "receiving", "staging", "returns", "transit")


class Warehouse(Base):
    """A building with stock of one company, run by one of its branches."""

    __tablename__ = "warehouse"
    __table_args__ = (
        ForeignKeyConstraint(
            ["company_id", "branch_id"], ["organization.branch.company_id", "organization.branch.id"]
        ),
        CheckConstraint("code = upper(btrim(code)) AND code <> ''", name="code_upper"),
        CheckConstraint("status IN ('active', 'closed')", name="status"),
        UniqueConstraint("company_id", "id"),
        UniqueConstraint("company_id", "code"),
        {"schema": "inventory"},
    )

    id: Mapped[PrimaryId]
    company_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("organization.company.id"))
    branch_id: Mapped[Id]
    code: Mapped[Code]
    name: Mapped[Code]
    address_line: Mapped[Code] = mapped_column(server_default="")
    postal_code: Mapped[Code] = mapped_column(server_default="")
    city: Mapped[Code] = mapped_column(server_default="")
    region: Mapped[Code] = mapped_column(server_default="")
    country_code: Mapped[Code] = mapped_column(server_default="")
    status: Mapped[Code] = mapped_column(server_default="active")


class Bin(Base):
    """A place within a warehouse; ``pick_sequence`` is the order in which a picker walks past."""

    __tablename__ = "bin"
    __table_args__ = (
        CheckConstraint("code = upper(btrim(code)) AND code <> ''", name="code_upper"),
        CheckConstraint("kind IN ('storage', 'receiving', 'staging', 'returns', 'transit')", name="kind"),
        CheckConstraint("status IN ('active', 'closed')", name="status"),
        UniqueConstraint("warehouse_id", "code"),
        UniqueConstraint("warehouse_id", "id"),
        {"schema": "inventory"},
    )

    id: Mapped[PrimaryId]
    warehouse_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("inventory.warehouse.id"))
    code: Mapped[str] = mapped_column(Text)
    kind: Mapped[Code] = mapped_column(server_default="storage")
    pick_sequence: Mapped[Count] = mapped_column(server_default=text("0"))
    status: Mapped[Code] = mapped_column(server_default="active")
