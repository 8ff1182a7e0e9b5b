"""What can be done with many held orders of the list at once."""

from uuid import UUID

from erp.crm.holds.release_held_order import release_held_order
from erp.kernel.row_actions import Asked, Question, RowAction
from erp.kernel.unit_of_work import UnitOfWork


def _release(work: UnitOfWork, order_id: UUID, asked: Asked) -> str:
    return release_held_order(
        work, order_id, reason=asked.answers["reason"], valid_until=asked.answers["valid_until"],
        occurred_on=asked.today,
    ).decision  # fmt: skip


ROW_ACTIONS = (
    RowAction(
        "crm.credit_hold.release", "crm_holds.index", "Release",
        "Each order goes although its customer's credit does not cover it. Your name, the reason and the exposure of "
        "the moment are on record for good, and its goods are allocated.",
        "crm.credit_hold.release", _release, ("crm_holds.show", "order_id"),
        questions=(
            Question("reason", "Why"),
            Question("valid_until", "Covers a reopening until", kind="day", required=False),
        ),
    ),
)  # fmt: skip
