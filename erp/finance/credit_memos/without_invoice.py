"""Credit goods for which no invoice is known: at the price they were authorized at, with the tax of today."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from erp.crm.api import ReturnLineTerms, ReturnTerms
from erp.finance.credit_memos.lines import CreditLine
from erp.finance.invoicing.books import Books
from erp.finance.invoicing.lines import BilledLine, LineTaxCode, taxed
from erp.inventory.api import ReturnReceiptLineFacts
from erp.kernel.money import round_amount
from erp.terms.api import TaxRequest, determine_tax


def credit_without_invoice(
    session: Session,
    books: Books,
    terms: ReturnTerms,
    warehouse_id: UUID,
    on: date,
    returned: Sequence[tuple[ReturnReceiptLineFacts, ReturnLineTerms]],
) -> dict[UUID, CreditLine]:
    """Credit lines by return receipt line, taxed where the customer receives goods now.

    Rounding: quantity x price, half up; the whole authorized quantity comes to the authorized amount.
    Raises: Refused where no tax rule covers a line.
    """
    if not returned:
        return {}
    codes = determine_tax(
        session,
        books.company.id,
        [
            TaxRequest(
                tax_class, terms.ship_to_country, terms.ship_to_region, terms.ship_to_postal_code, tax_class,
                terms.tax_status, terms.is_exempt(on), on,
            )
            for tax_class in {line_terms.tax_class for _, line_terms in returned}
        ],
    )
    lines = []
    for line, line_terms in returned:
        code = codes[line_terms.tax_class]
        is_whole = line.qty == line_terms.qty
        amount = line_terms.amount if is_whole else line_terms.amount * line.qty / line_terms.qty
        lines.append(
            BilledLine(
                kind="item",
                revenue_role="revenue",
                order_line_id=line_terms.rma_line_id,
                order_number="",
                description=line_terms.description,
                unit=line_terms.unit,
                qty=line.qty,
                net_unit_price=line_terms.net_unit_price,
                amount=round_amount(amount, books.company.minor_units),
                tax=LineTaxCode(code.code, code.rate_percent, code.components),
                tax_point_on=on,
                item_id=line.item_id,
                family_id=line.family_id,
                warehouse_id=warehouse_id,
                sku=line.sku,
            )
        )
    done = taxed(lines, str(books.company.settings["tax_rounding"]), books.company.minor_units)
    return {line.id: _credit(line.id, billed) for (line, _), billed in zip(returned, done, strict=True)}


def _credit(return_receipt_line_id: UUID, line: BilledLine) -> CreditLine:
    return CreditLine(
        kind="item",
        account_role=line.revenue_role,
        description=line.description,
        unit=line.unit,
        qty=line.qty,
        net_unit_price=line.net_unit_price,
        amount=line.amount,
        tax_code=line.tax.code,
        tax_rate_percent=line.tax.rate_percent,
        tax_parts=line.tax_parts,
        return_receipt_line_id=return_receipt_line_id,
        item_id=line.item_id,
        family_id=line.family_id,
        warehouse_id=line.warehouse_id,
        sku=line.sku,
    )
