"""What notes and attachments hang on: a record of a module above, by its kind and id."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from erp.kernel.actor import Actor
from erp.kernel.errors import Forbidden, NotFound
from erp.kernel.finding import Findable
from erp.kernel.module import Module


@dataclass(frozen=True)
class Subject:
    """A record, the company in whose books it is kept, and who may see it.

    ``permission`` is the one to see the record; it counts in any of ``branches``, or everywhere where none is named.
    """

    kind: str
    id: UUID
    company_id: UUID
    permission: str
    branches: tuple[UUID, ...] = ()

    def may(self, actor: Actor, permission: str) -> bool:
        """Whether the person holds a permission where the record belongs."""
        if not self.branches:
            return actor.may(permission)
        return any(actor.may(permission, branch_id) for branch_id in self.branches)

    def require(self, actor: Actor, permission: str) -> None:
        """Refuse whoever may not see the record, or lacks the permission where it belongs.

        Raises: Forbidden
        """
        for needed in (self.permission, permission):
            if not self.may(actor, needed):
                raise Forbidden(
                    "You may not do this here: it needs the permission %(permission)s for this record. Ask an "
                    "administrator for a role that holds it.",
                    permission=needed,
                )


def record_kinds(modules: Iterable[Module]) -> dict[str, Findable]:
    """The kinds of records that have a page of their own, and so a dossier."""
    return {findable.kind: findable for module in modules for findable in module.findables if findable.value == "id"}


def find_subject(session: Session, findable: Findable, record_id: UUID, *, company_id: UUID) -> Subject:
    """The record of a kind; one that companies share is kept in the books of ``company_id``, where one works.

    Raises: NotFound for a record that is none or belongs to another company.
    """
    company = "company_id" if findable.of_company else "CAST(:company AS uuid)"
    row = session.execute(
        text(
            f"SELECT {company} AS company_id, ARRAY[{', '.join(findable.branches)}]::uuid[] AS branches "  # noqa: S608
            f"FROM {findable.table} WHERE id = :id AND {company} = :company"
        ),
        {"id": record_id, "company": company_id},
    ).one_or_none()
    if row is None:
        raise NotFound("There is no such record in the company you work in. Choose its company in the bar at the top.")
    branches = tuple(branch_id for branch_id in row.branches if branch_id is not None)
    return Subject(findable.kind, record_id, row.company_id, findable.permission, branches)
