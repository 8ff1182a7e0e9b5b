"""The page of the cash desk: money on the left, what it could be for on the right, matched by keys."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, jsonify, url_for

from erp.crm.api import account_tree
from erp.finance.cash_desk.desk_rows import desk_rows
from erp.finance.cash_desk.forms import DeskForm, MatchForm, UndoForm
from erp.finance.cash_desk.match_receipt import Match, Matched, match_receipt
from erp.finance.cash_desk.queries import (
    OpenDebt,
    WaitingCredit,
    credits_total,
    credits_waiting,
    debts_of,
    debts_total,
    items_now,
    latest_matches,
    next_credit,
    one_credit,
)
from erp.finance.cash_desk.suggest import suggest
from erp.finance.ledger.entries_of_step import entries_of_step
from erp.finance.receivables.unapply_cash import unapply_cash
from erp.kernel.errors import NotFound
from erp.kernel.identifiers import new_id
from erp.kernel.unit_of_work import UnitOfWork
from erp.organization.api import settings
from erp.web.formats import amount_text, typed_text
from erp.web.forms import parse, parse_query, typed_rows_of
from erp.web.languages import gettext
from erp.web.number_signs import Ambiguous, read_number
from erp.web.pages import render
from erp.web.requests import (
    business_date,
    current_actor,
    current_company,
    perform,
    read,
    rehearse,
    require_branch,
    visible_branches,
)
from erp.web.routing import requires
from erp.web.typed import refused_form

bp = Blueprint("finance_cash_desk", __name__, url_prefix="/finance/cash-desk")

APPLY = "finance.cash_application.apply"


@bp.get("")
@requires(APPLY)
def show() -> Response:
    chosen = parse_query(DeskForm)
    company_id, branches, kind = current_company(), visible_branches(APPLY), chosen["kind"] or "receipts"
    waiting = credits_waiting(read(), company_id, branches, kind=kind, q=chosen["q"])
    credit = one_credit(read(), company_id, chosen["credit"]) if chosen["credit"] else next(iter(waiting), None)
    if credit is not None:
        require_branch(APPLY, credit.branch_id)
    count, total = credits_total(read(), company_id, branches, kind=kind, q=chosen["q"])
    return render(
        "finance/cash_desk/show.html", waiting=waiting, count=count, total=total, kind=kind, q=chosen["q"],
        credit=credit, **(_on_the_desk(credit) if credit else {}),
        latest=latest_matches(read(), company_id, business_date(), current_actor().name),
    )


@bp.get("/<uuid:credit_id>/suggestions.json")
@requires(APPLY)
def suggestions(credit_id: UUID) -> Response:
    """What the money could be for, as the fields would hold it, the most likely first."""
    credit = _credit(credit_id)
    grace_days = settings(read(), current_company())["discount_grace_days"]
    debts = [debt.as_debt(credit.posted_on, grace_days) for debt in _debts(credit)]
    return jsonify([
        {
            "why": _why(found.why),
            "lines": {
                str(part.debt_id): {
                    "amount": typed_text(part.amount),
                    "discount_amount": typed_text(part.discount_amount) if part.discount_amount else "",
                }
                for part in found.parts
            },
        }
        for found in suggest(credit.left_amount, credit.reference, debts)
    ])  # fmt: skip


@bp.post("/<uuid:credit_id>/look")
@requires(APPLY)
def look(credit_id: UUID) -> Response:
    """What applying would post, made by applying it and taking it back: a piece of the desk."""
    form, since = parse(MatchForm), new_id()
    done: list[Matched] = []
    entries = rehearse(
        lambda work: done.append(_match(work, credit_id, form)), lambda work: entries_of_step(work, since)
    )
    return render("finance/cash_desk/_look.html", matched=done[0], entries=entries)


@bp.post("/<uuid:credit_id>/match")
@requires(APPLY)
def match(credit_id: UUID) -> Response:
    form = parse(MatchForm)
    kind = form["kind"] or "receipts"
    following = next_credit(
        read(), current_company(), visible_branches(APPLY), _credit(credit_id), kind=kind, q=form["q"]
    )

    def desk(matched: Matched) -> str:
        left_here = credit_id if following is None and matched.left_amount else following
        return url_for(".show", credit=left_here, kind=None if kind == "receipts" else kind, q=form["q"] or None)

    return perform(
        lambda work: _match(work, credit_id, form),
        then=desk,
        said=lambda matched: gettext(
            "%(number)s is applied; %(left)s %(currency)s of it are left.",
            number=matched.number, left=amount_text(matched.left_amount), currency=matched.currency,
        )
        if matched.left_amount
        else gettext("%(number)s is applied in full.", number=matched.number),
    )


@bp.post("/applications/<uuid:application_id>/undo")
@requires("finance.cash_application.reverse")
def undo(application_id: UUID) -> Response:
    form = parse(UndoForm)
    return perform(
        lambda work: unapply_cash(work, application_id, reason=form["reason"], undone_on=business_date()),
        said="The application was undone; what it settled is owed again.",
    )


def _match(work: UnitOfWork, credit_id: UUID, form: dict[str, Any]) -> Matched:
    zero = Decimal(0)
    return match_receipt(
        work,
        current_company(),
        credit_id,
        [
            Match(
                line["to_item_id"], line["seen"], line["amount"] or zero, line["discount_amount"] or zero,
                line["write_off_amount"] or zero,
            )
            for line in form["lines"]
        ],
        seen_amount=form["seen"],
        applied_on=business_date(),
    )


def _on_the_desk(credit: WaitingCredit) -> dict[str, Any]:
    """What stands on the right: the tree's debts with what was typed for them, and what changed under them."""
    company_id, today, branches = current_company(), business_date(), visible_branches(APPLY)
    members = account_tree(read(), credit.customer_id)
    debts = debts_of(read(), company_id, list(members), credit, today, branches)
    owed_count, owed_total = debts_total(read(), company_id, list(members), credit, today, branches)
    chosen = settings(read(), company_id)
    typed = refused_form()
    action = url_for(".match", credit_id=credit.id)
    texts = typed_rows_of(typed.values, "lines") if typed is not None and typed.action == action else {}
    seen = _seen(texts)
    rows, changed = desk_rows(debts, texts, seen, items_now(read(), company_id, list(seen)) if seen else {})
    actor = current_actor()
    return {
        "members": members, "rows": rows, "changed": changed, "owed_count": owed_count, "owed_total": owed_total,
        "grace_days": chosen["discount_grace_days"],
        "write_off_limit": chosen["write_off_limit_amount"]
        if actor.may("finance.write_off.record", credit.branch_id) else Decimal(0),
    }


def _seen(texts: dict[int, dict[str, str]]) -> dict[UUID, Decimal]:
    """What a refused form says the person saw to be open of each item."""
    found = {}
    for row in texts.values():
        try:
            number = read_number(row.get("seen", ""))
            if number is not None:
                found[UUID(row.get("to_item_id", ""))] = Decimal(number)
        except (ValueError, Ambiguous):
            continue
    return found


def _credit(credit_id: UUID) -> WaitingCredit:
    found = one_credit(read(), current_company(), credit_id)
    if found is None:
        raise NotFound("There is no such receipt in this company.")
    require_branch(APPLY, found.branch_id)
    return found


def _debts(credit: WaitingCredit) -> list[OpenDebt]:
    members = account_tree(read(), credit.customer_id)
    return debts_of(read(), current_company(), list(members), credit, business_date(), visible_branches(APPLY))


def _why(way: str) -> str:
    return {
        "named": gettext("named in the reference"),
        "exact": gettext("exactly this amount"),
        "combination": gettext("together exactly this amount"),
        "oldest": gettext("oldest due first"),
    }[way]
