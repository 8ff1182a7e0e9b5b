"""What can be done with many customers of the list at once, in the company one works in."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from erp.crm.customers.change_terms import change_terms
from erp.crm.customers.page_queries import price_list_choices
from erp.kernel.row_actions import Asked, Question, RowAction
from erp.kernel.unit_of_work import UnitOfWork

_LIST, _RIGHT, _OPENS = "crm_customers.index", "crm.customer_terms.change", ("crm_customers.show", "customer_id")


def _block(work: UnitOfWork, customer_id: UUID, asked: Asked) -> None:
    change_terms(work, customer_id, asked.company_id, status="blocked")


def _unblock(work: UnitOfWork, customer_id: UUID, asked: Asked) -> None:
    change_terms(work, customer_id, asked.company_id, status="active")


def _set_price_list(work: UnitOfWork, customer_id: UUID, asked: Asked) -> None:
    change_terms(work, customer_id, asked.company_id, price_list_id=UUID(asked.answers["price_list_id"]))


def _price_lists(session: Session, company_id: UUID) -> Sequence[tuple[str, str]]:
    return [(str(list_id), name) for list_id, name in price_list_choices(session, company_id)]


ROW_ACTIONS = (
    RowAction(
        "crm.customer.set_price_list", _LIST, "Set price list",
        "Each customer is priced from this list from now on. Orders that are entered keep their prices.",
        _RIGHT, _set_price_list, _OPENS,
        questions=(Question("price_list_id", "Price list", kind="choice", options=_price_lists),),
    ),
    RowAction(
        "crm.customer.block", _LIST, "Block",
        "Your company sells nothing more to these customers until they are unblocked. Orders already released go on.",
        _RIGHT, _block, _OPENS, danger=True,
    ),
    RowAction(
        "crm.customer.unblock", _LIST, "Unblock", "Your company sells to these customers again.",
        _RIGHT, _unblock, _OPENS,
    ),
)  # fmt: skip
