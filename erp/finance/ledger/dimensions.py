"""By what the ledger can be read: the dimensions that every line carries."""

from dataclasses import dataclass, fields
from uuid import UUID


@dataclass(frozen=True)
class Dimensions:
    """A choice of lines; what is not given is not restricted."""

    branch_id: UUID | None = None
    item_family_id: UUID | None = None
    warehouse_id: UUID | None = None
    customer_id: UUID | None = None
    supplier_id: UUID | None = None
    channel: str | None = None
    salesperson_id: UUID | None = None

    def chosen(self) -> dict[str, object]:
        """The dimensions that restrict, by column."""
        return {
            field.name: getattr(self, field.name) for field in fields(self) if getattr(self, field.name) is not None
        }

    @property
    def in_rollup(self) -> bool:
        """Whether the roll-up, kept by branch and item family, can answer."""
        return set(self.chosen()) <= {"branch_id", "item_family_id"}
