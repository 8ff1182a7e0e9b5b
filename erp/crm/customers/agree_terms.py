"""Agree the terms of trade between one company and a customer."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from erp.crm.credit.open_account import open_credit_account
from erp.crm.customers.lock_customer import lock_customer
from erp.crm.customers.models import BILLING_MODES, CHARGE_BILLINGS, TAX_STATUSES
from erp.kernel.audit import changed_by
from erp.kernel.errors import NotFound, Outdated, Refused
from erp.kernel.unit_of_work import UnitOfWork
from erp.organization.api import company, setting


@dataclass(frozen=True)
class TradeTerms:
    """How a company sells to a customer; ``price_list_id`` None means the parent account's list, else the default.

    ``billing_mode`` None means as the company invoices new customers.
    """

    payment_term_id: UUID
    price_list_id: UUID | None = None
    salesperson_id: UUID | None = None
    tax_status: str = "taxable"
    exemption_certificate: str = ""
    exemption_expires_on: date | None = None
    billing_mode: str | None = None
    charge_billing: str = "first_shipment"
    min_shelf_life_days: int | None = None  # None: as the company says
    status: str = "active"


def agree_terms(
    work: UnitOfWork, customer_id: UUID, company_id: UUID, terms: TradeTerms, *, version: int | None = None
) -> None:
    """Let the company sell to the customer on these terms, in its own currency; terms agreed before are replaced.

    ``version`` is the one of the terms the person was looking at, 0 where there were none.

    Effects: opens the credit account of the customer's account tree with the company, without a limit.
    Raises: NotFound; Refused; Outdated where the terms were changed meanwhile.
    """
    work.require("crm.customer_terms.change")
    _check(terms)
    lock_customer(work, customer_id)
    if version is not None:
        _check_version(work, customer_id, company_id, version)
    currency = company(work.session, company_id).currency
    if terms.price_list_id is not None:
        _check_price_list(work, company_id, terms.price_list_id)
    work.execute(
        text("""
            INSERT INTO crm.customer_company AS t
                (customer_id, company_id, currency, payment_term_id, price_list_id, salesperson_id, tax_status,
                 exemption_certificate, exemption_expires_on, billing_mode, charge_billing,
                 min_shelf_life_days, status)
            VALUES (:customer_id, :company_id, :currency, :payment_term_id, :price_list_id, :salesperson_id,
                    :tax_status, :exemption_certificate, :exemption_expires_on, :billing_mode, :charge_billing,
                    :min_shelf_life_days,
                    :status)
            ON CONFLICT (customer_id, company_id) DO UPDATE SET
                payment_term_id = excluded.payment_term_id, price_list_id = excluded.price_list_id,
                salesperson_id = excluded.salesperson_id, tax_status = excluded.tax_status,
                exemption_certificate = excluded.exemption_certificate,
                exemption_expires_on = excluded.exemption_expires_on, billing_mode = excluded.billing_mode,
                charge_billing = excluded.charge_billing,
                min_shelf_life_days = excluded.min_shelf_life_days, status = excluded.status, version = t.version + 1
        """),
        {
            **vars(terms), "customer_id": customer_id, "company_id": company_id, "currency": currency,
            "billing_mode": terms.billing_mode or proposed_billing_mode(work.session, company_id),
        },
    )
    open_credit_account(work, company_id, customer_id, currency)


def proposed_billing_mode(session: Session, company_id: UUID) -> str:
    """How the company invoices a customer with whom nothing else was agreed."""
    return str(setting(session, company_id, "billing_mode"))


def _check_version(work: UnitOfWork, customer_id: UUID, company_id: UUID, seen: int) -> None:
    """The lock of the customer keeps the terms as they are read here."""
    now = work.session.scalar(
        text("SELECT version FROM crm.customer_company WHERE customer_id = :customer AND company_id = :company"),
        {"customer": customer_id, "company": company_id},
    )
    if (now or 0) != seen:
        raise Outdated(
            "Somebody else changed these terms meanwhile. Nothing was saved: look at them as they are now, then save "
            "again.",
            who=changed_by(work.session, "crm.customer_company", f"{customer_id} {company_id}"),
        )


def _check(terms: TradeTerms) -> None:
    if terms.tax_status not in TAX_STATUSES:
        raise Refused("A customer is taxable or exempt.", field="tax_status")
    if terms.tax_status == "exempt" and not terms.exemption_certificate.strip():
        raise Refused(
            "An exemption needs the number of its certificate.", field="exemption_certificate"
        )
    if terms.billing_mode not in (None, *BILLING_MODES):
        raise Refused("Bill per shipment, daily or weekly.", field="billing_mode")
    if terms.charge_billing not in CHARGE_BILLINGS:
        raise Refused("Bill charges with the first shipment or by value.", field="charge_billing")
    if terms.status not in ("active", "blocked"):
        raise Refused("Terms are active or blocked.", field="status")


def _check_price_list(work: UnitOfWork, company_id: UUID, price_list_id: UUID) -> None:
    found = work.session.scalar(
        text("SELECT status FROM crm.price_list WHERE id = :id AND company_id = :company"),
        {"id": price_list_id, "company": company_id},
    )
    if found is None:
        raise NotFound("This company has no such price list.", field="price_list")
    if found != "active":
        raise Refused("That price list is retired. Choose another.", field="price_list")
