"""Read customers: their facts for other parts, and everything a sale needs to know in one query."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from erp.kernel.errors import NotFound, Refused
from erp.kernel.reference import remembered


@dataclass(frozen=True)
class CustomerFacts:
    """A customer as other modules see it, with the address its invoices go to."""

    id: UUID
    code: str
    name: str
    parent_id: UUID | None
    root_id: UUID
    is_cash_sale: bool
    tax_number: str
    street: str
    postal_code: str
    city: str
    region: str
    country: str
    phone: str
    invoice_email: str
    status: str
    version: int

    @property
    def address(self) -> str:
        """The address as it stands on paper, a line each."""
        return "\n".join(
            part for part in (self.street, f"{self.postal_code} {self.city}".strip(), self.region, self.country) if part
        )


@dataclass(frozen=True)
class TreeMember:
    """One customer of an account tree."""

    id: UUID
    code: str
    name: str


@dataclass(frozen=True)
class SaleTerms:
    """What a sale to a customer needs: terms of the company, and the address it is shipped to."""

    customer_id: UUID
    customer_code: str
    customer_name: str
    customer_status: str
    root_id: UUID
    is_cash_sale: bool
    terms_status: str | None
    currency: str
    payment_term_id: UUID
    salesperson_id: UUID | None
    tax_status: str
    exemption_certificate: str
    exemption_expires_on: date | None
    billing_mode: str
    charge_billing: str
    ship_to_id: UUID | None
    ship_to_name: str
    ship_to_street: str
    ship_to_postal_code: str
    ship_to_city: str
    ship_to_region: str
    ship_to_country: str
    instructions: str
    language: str  # of papers; empty is the company's

    def is_exempt(self, on: date) -> bool:
        """Whether a valid exemption certificate covers that day."""
        return self.tax_status == "exempt" and (
            self.exemption_expires_on is None or self.exemption_expires_on >= on
        )


_FACTS = text("""
    SELECT id, code, name, parent_id, root_id, is_cash_sale, tax_number, street, postal_code, city, region, country,
           phone, invoice_email, status, version
      FROM crm.customer WHERE id = ANY(CAST(:ids AS uuid[]))
""")
_TREE = text("""
    SELECT c.id, c.code, c.name FROM crm.customer c
     WHERE c.root_id = (SELECT root_id FROM crm.customer WHERE id = :customer)
     ORDER BY c.id <> c.root_id, c.code COLLATE "C" LIMIT :limit
""")
_BY_CODE = text("SELECT id, code FROM crm.customer WHERE code = ANY(CAST(:codes AS text[]))")
_SEARCH = text("""
    SELECT id, code, name, parent_id, root_id, is_cash_sale, tax_number, street, postal_code, city, region, country,
           phone, invoice_email, status, version
      FROM crm.customer
     WHERE status = 'active' AND (code LIKE :code OR name ILIKE :part)
     ORDER BY code <> :exact, code NOT LIKE :start, name LIMIT :limit
""")
_SALE_TABLES = ("crm.customer", "crm.customer_company", "crm.ship_to")
# A customer without delivery addresses receives goods where its invoices go.
_SALE = text("""
    SELECT c.id, c.code, c.name, c.status, c.root_id, c.is_cash_sale, t.status, coalesce(t.currency, ''),
           t.payment_term_id, t.salesperson_id, coalesce(t.tax_status, ''), coalesce(t.exemption_certificate, ''),
           t.exemption_expires_on, coalesce(t.billing_mode, ''), coalesce(t.charge_billing, ''), s.id,
           coalesce(s.name, c.name), coalesce(s.street, c.street), coalesce(s.postal_code, c.postal_code),
           coalesce(s.city, c.city), coalesce(s.region, c.region), coalesce(s.country, c.country),
           coalesce(s.instructions, ''), c.language
      FROM crm.customer c
      LEFT JOIN crm.customer_company t ON t.customer_id = c.id AND t.company_id = :company
      LEFT JOIN crm.ship_to s ON s.customer_id = c.id AND s.status = 'active'
           AND (s.id = CAST(:ship_to AS uuid) OR (CAST(:ship_to AS uuid) IS NULL AND s.is_default))
     WHERE c.id = :customer
""")


_SHELF_LIFE = text(
    "SELECT min_shelf_life_days FROM crm.customer_company WHERE customer_id = :customer AND company_id = :company"
)


def min_shelf_life_days(session: Session, company_id: UUID, customer_id: UUID) -> int:
    """How long expiring goods must still keep when they are picked for the customer; nothing agreed is nothing."""
    return remembered(
        session, ("crm.customer_company",), ("min_shelf_life_days", company_id, customer_id),
        lambda: int(session.scalar(_SHELF_LIFE, {"customer": customer_id, "company": company_id}) or 0),
    )


_CARRIER = text("SELECT carrier_id FROM crm.ship_to WHERE id = :ship_to")


def usual_carrier(session: Session, ship_to_id: UUID | None) -> UUID | None:
    """Who usually takes goods to a delivery address; nobody is said for an order without one."""
    if ship_to_id is None:
        return None
    found: UUID | None = remembered(
        session, ("crm.ship_to",), ("carrier", ship_to_id),
        lambda: session.scalar(_CARRIER, {"ship_to": ship_to_id}),
    )
    return found


def customers(session: Session, ids: Collection[UUID]) -> dict[UUID, CustomerFacts]:
    """The customers of some ids; unknown ids are left out."""
    if not ids:
        return {}
    return {row.id: CustomerFacts(*row) for row in session.execute(_FACTS, {"ids": list(ids)})}


def customer(session: Session, customer_id: UUID) -> CustomerFacts:
    """One customer. Raises: NotFound."""
    found = customers(session, [customer_id]).get(customer_id)
    if found is None:
        raise NotFound("There is no such customer.", field="customer")
    return found


def account_tree(session: Session, customer_id: UUID, limit: int = 500) -> dict[UUID, TreeMember]:
    """The customers of one account tree, by their ids: the top first, then by code; nobody for an unknown customer."""
    rows = session.execute(_TREE, {"customer": customer_id, "limit": limit})
    return {row.id: TreeMember(*row) for row in rows}


def customers_by_code(session: Session, codes: Collection[str]) -> dict[str, UUID]:
    """The ids of customers by their codes; unknown codes are left out."""
    wanted = {code.strip().upper() for code in codes if code.strip()}
    if not wanted:
        return {}
    return {row.code: row.id for row in session.execute(_BY_CODE, {"codes": sorted(wanted)})}


def search_customers(session: Session, typed: str, *, limit: int = 20) -> list[CustomerFacts]:
    """Active customers whose code or name contains what was typed; the exact code first."""
    cleaned = typed.strip().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    rows = session.execute(
        _SEARCH,
        {
            "exact": typed.strip().upper(),
            "code": f"%{cleaned.upper()}%",
            "start": f"{cleaned.upper()}%",
            "part": f"%{cleaned}%",
            "limit": limit,
        },
    )
    return [CustomerFacts(*row) for row in rows]


def sale_terms(
    session: Session, company_id: UUID, customer_id: UUID, ship_to_id: UUID | None = None
) -> SaleTerms:
    """What a sale of the company to the customer rests on.

    Raises: NotFound; Refused where the customer is inactive, the company has agreed no terms or blocked them, or the
    delivery address is not the customer's.
    """
    terms = remembered(
        session, _SALE_TABLES, (company_id, customer_id, ship_to_id),
        lambda: _read_sale(session, company_id, customer_id, ship_to_id),
    )
    if terms is None:
        raise NotFound("There is no such customer.", field="customer")
    if terms.customer_status != "active":
        raise Refused(
            "Customer %(customer_code)s is inactive. Make it active first.",
            field="customer", customer_code=terms.customer_code,
        )
    if terms.terms_status is None:
        raise Refused(
            "The company has agreed no terms with customer %(customer_code)s. Set its payment term first.",
            field="customer", customer_code=terms.customer_code,
        )
    if terms.terms_status == "blocked":
        raise Refused(
            "Sales to customer %(customer_code)s are blocked by this company.",
            field="customer", customer_code=terms.customer_code,
        )
    if ship_to_id is not None and terms.ship_to_id is None:
        raise Refused("That delivery address is not an active one of this customer.", field="ship_to_id")
    return terms


def _read_sale(
    session: Session, company_id: UUID, customer_id: UUID, ship_to_id: UUID | None
) -> SaleTerms | None:
    row = session.execute(
        _SALE, {"company": company_id, "customer": customer_id, "ship_to": ship_to_id}
    ).one_or_none()
    return None if row is None else SaleTerms(*row)
