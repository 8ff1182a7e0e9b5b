"""The pieces of page that hold the pictures; each asks for the right to see its figures."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from flask import Blueprint, Response, url_for

from erp.finance.api import aging, margin_by_family
from erp.insight.pictures.backlog_by_age import backlog_by_age
from erp.insight.pictures.chart import Chart, Row, Series
from erp.insight.pictures.fill_rate import fill_rate
from erp.insight.pictures.flow_by_day import flow_by_day
from erp.inventory.api import value_at_hand
from erp.kernel.money import ZERO
from erp.web.formats import show_day
from erp.web.languages import gettext as _
from erp.web.pages import render
from erp.web.requests import business_date, current_actor, current_company, current_place, read, visible_branches
from erp.web.routing import requires

bp = Blueprint("insight_pictures", __name__, url_prefix="/insight/pictures")
MARGIN_DAYS = 30


@bp.get("/flow")
@requires("crm.sales_order.view")
def flow() -> Response:
    """Orders and shipments by day against last year; shipments only for who may see them."""
    place, today = current_place(), business_date()
    sees_shipments = current_actor().may("inventory.shipment.view")
    shipment_branches = visible_branches("inventory.shipment.view") if sees_shipments else frozenset()
    days = flow_by_day(
        read(), place.company_id, place.currency, today,
        order_branches=visible_branches("crm.sales_order.view"), shipment_branches=shipment_branches,
    )  # fmt: skip
    return _shown(
        Chart(
            title=_("Orders and shipments by day"),
            kind="lines",
            unit="integer",
            categories=[show_day(day.day) for day in days],
            series=[
                Series(_("Orders"), [day.orders for day in days]),
                Series(_("Shipments"), [day.shipments for day in days]),
                Series(_("Orders a year before"), [day.orders_before for day in days], before=True),
                Series(_("Shipments a year before"), [day.shipments_before for day in days], before=True),
            ],
            columns=[
                _("Day"),
                _("Orders"),
                _("Amount"),
                _("Shipments"),
                _("Orders a year before"),
                _("Amount a year before"),
                _("Shipments a year before"),
            ],
            units=["integer", "amount", "integer", "integer", "amount", "integer"],
            rows=[
                Row(
                    show_day(day.day),
                    (day.orders, day.amount, day.shipments, day.orders_before, day.amount_before, day.shipments_before),
                    _orders_of(day.day, day.day),
                )
                for day in days
            ],
            totals=_sums(
                [
                    (day.orders, day.amount, day.shipments, day.orders_before, day.amount_before, day.shipments_before)
                    for day in days
                ]
            ),
            source=(_("Open the orders"), _orders_of(days[0].day, today)),
            empty=_("No order was released in the last four weeks, nor a year before."),
        )
    )


@bp.get("/filled")
@requires("crm.sales_order.view")
def filled() -> Response:
    """Of the lines due, those that left in full."""
    today = business_date()
    days = fill_rate(read(), current_company(), today, branches=visible_branches("crm.sales_order.view"))
    lines, done = sum(day.lines for day in days), sum(day.filled for day in days)
    whole = (Decimal(100) * done / lines).quantize(Decimal("0.1")) if lines else None
    return _shown(
        Chart(
            title=_("Lines filled"),
            kind="lines",
            unit="percent",
            categories=[show_day(day.day) for day in days],
            series=[Series(_("Left in full"), [day.percent for day in days])],
            columns=[_("Ordered"), _("Lines due"), _("Left in full"), _("Rate")],
            units=["integer", "integer", "percent"],
            rows=[
                Row(show_day(day.day), (day.lines, day.filled, day.percent), _orders_of(day.day, day.day))
                for day in days
            ],
            totals=(lines, done, whole),
            source=(_("Open the orders"), _orders_of(days[0].day, today)) if days else None,
            empty=_("No line of the last four weeks is due yet."),
        )
    )


@bp.get("/backlog")
@requires("crm.sales_order.view")
def backlog() -> Response:
    """What customers still wait for, by the age of their order."""
    place, today = current_place(), business_date()
    ages = backlog_by_age(
        read(), place.company_id, place.currency, today, branches=visible_branches("crm.sales_order.view")
    )
    labels = [_ages(*age.days) for age in ages]
    return _shown(
        Chart(
            title=_("Backlog by age"),
            kind="bars",
            unit="amount",
            categories=labels,
            series=[Series(_("Open"), [age.amount for age in ages])],
            columns=[_("Ordered"), _("Orders"), _("Open")],
            units=["integer", "amount"],
            rows=[
                Row(label, (age.orders, age.amount), _orders_of(age.first_day, age.last_day))
                for label, age in zip(labels, ages, strict=True)
            ],
            totals=_sums([(age.orders, age.amount) for age in ages]),
            source=(_("Open the orders"), url_for("crm_orders.index", decision="released", progress="open")),
            empty=_("Nobody waits for goods."),
        )
    )


@bp.get("/margin")
@requires("finance.report.view")
def margin() -> Response:
    """What each family earned, from the ledger."""
    today = business_date()
    first = today - timedelta(days=MARGIN_DAYS - 1)
    families = margin_by_family(read(), current_company(), first, today)
    names = [family.name or _("Without a family") for family in families]
    days: dict[str, Any] = {"from_day": first.isoformat(), "to_day": today.isoformat()}
    report = "finance_reports.show_income_statement"
    return _shown(
        Chart(
            title=_("Margin by family, %(days)s days", days=MARGIN_DAYS),
            kind="bars",
            unit="amount",
            categories=names,
            series=[Series(_("Margin"), [family.margin for family in families])],
            columns=[_("Family"), _("Revenue"), _("Cost of sales"), _("Margin"), "%"],
            units=["amount", "amount", "amount", "percent"],
            rows=[
                Row(
                    name,
                    (family.revenue, family.cost, family.margin, family.percent),
                    url_for(report, **days, item_family_id=family.family_id) if family.family_id else None,
                )
                for name, family in zip(names, families, strict=True)
            ],
            totals=(*_sums([(family.revenue, family.cost, family.margin) for family in families]), None),
            source=(_("Open the income statement"), url_for(report, **days)),
            empty=_("Nothing was sold in these days."),
        )
    )


@bp.get("/receivables")
@requires("finance.receivable.view")
def receivables() -> Response:
    """What customers owe, by days overdue."""
    parties = aging(read(), current_company(), "receivable", business_date())
    ages = [
        (_("Not due"), sum((party.not_due for party in parties), ZERO)),
        (_("1–30 days"), sum((party.days_1_30 for party in parties), ZERO)),
        (_("31–60 days"), sum((party.days_31_60 for party in parties), ZERO)),
        (_("61–90 days"), sum((party.days_61_90 for party in parties), ZERO)),
        (_("Over 90 days"), sum((party.days_over_90 for party in parties), ZERO)),
        (_("Not applied"), sum((party.unapplied for party in parties), ZERO)),
    ]
    report = url_for("finance_customer_accounts.index")
    return _shown(
        Chart(
            title=_("Receivables by age"),
            kind="bars",
            unit="amount",
            categories=[label for label, _amount in ages],
            series=[Series(_("Owed"), [amount for _label, amount in ages])],
            columns=[_("Overdue"), _("Owed")],
            units=["amount"],
            rows=[Row(label, (amount,), report) for label, amount in ages],
            totals=(sum((party.total for party in parties), ZERO),),
            source=(_("Open receivables by age"), report),
            empty=_("No customer owes anything."),
        )
    )


@bp.get("/stock")
@requires("inventory.cost.view")
def stock() -> Response:
    """What the stock of each warehouse is worth."""
    place = current_place()
    values = value_at_hand(read(), place.company_id, place.minor_units)
    report = "inventory_valuation.index"
    return _shown(
        Chart(
            title=_("Stock value by warehouse"),
            kind="shares",
            unit="amount",
            categories=[f"{value.code} {value.name}" for value in values],
            series=[Series(_("Value"), [value.value for value in values])],
            columns=[_("Warehouse"), _("Value")],
            units=["amount"],
            rows=[
                Row(
                    f"{value.code} {value.name}",
                    (value.value,),
                    url_for(report, by="warehouse", warehouse_id=value.warehouse_id),
                )
                for value in values
            ],
            totals=_sums([(value.value,) for value in values]),
            source=(_("Open the stock value"), url_for(report, by="warehouse")),
            empty=_("There is no stock."),
        )
    )


def _shown(chart: Chart) -> Response:
    return render("insight/pictures/_picture.html", chart=chart)


def _orders_of(first: date | None, last: date) -> str:
    """The list of released orders of some days: what a figure of these days adds up."""
    return url_for(
        "crm_orders.index", decision="released", from_day=first.isoformat() if first else None, to_day=last.isoformat()
    )


def _ages(youngest: int, oldest: int | None) -> str:
    if oldest is None:
        return _("over %(days)s days ago", days=youngest - 1)
    return _("%(first)s–%(last)s days ago", first=youngest, last=oldest)


def _sums(rows: list[tuple[Decimal | int, ...]]) -> tuple[Decimal | int, ...]:
    return tuple(sum(column) for column in zip(*rows, strict=True))
