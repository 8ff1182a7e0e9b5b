"""Who takes a step: a signed-in person, a scanner, a token of the API, or the system itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID


@dataclass(frozen=True)
class Actor:
    """A name for the records, and what it may do where.

    A permission held for every branch stands in ``permissions``; one held for some branches only stands in
    ``branch_permissions`` under each of them.
    """

    name: str
    user_id: UUID | None = None
    permissions: frozenset[str] = frozenset()
    branch_permissions: dict[UUID, frozenset[str]] = field(default_factory=dict)
    roles: frozenset[str] = frozenset()
    is_system: bool = False

    def may(self, permission: str, branch_id: UUID | None = None) -> bool:
        """Whether the step is allowed: in that branch, or, where no branch is named, in any."""
        if self.is_system or permission in self.permissions:
            return True
        if branch_id is None:
            return any(permission in held for held in self.branch_permissions.values())
        return permission in self.branch_permissions.get(branch_id, frozenset())

    def branches_for(self, permission: str) -> frozenset[UUID] | None:
        """The branches in which the permission is held; None means every branch."""
        if self.is_system or permission in self.permissions:
            return None
        return frozenset(b for b, held in self.branch_permissions.items() if permission in held)

    @classmethod
    def system(cls, name: str) -> Actor:
        """The product acting for itself (a worker, a replay): may everything, and is named in the records."""
        return cls(name=name, is_system=True)
