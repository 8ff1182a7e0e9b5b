"""What finance tells the rest of the house."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar
from uuid import UUID

from erp.kernel.events import Event


@dataclass(frozen=True)
class SalesInvoicePosted(Event):
    """The customer owes the invoice."""

    document: ClassVar[str] = "sales_invoice_id"
    sales_invoice_id: UUID
    number: str
    customer_id: UUID
    branch_id: UUID
    total_amount: Decimal
    currency: str
    due_on: date


@dataclass(frozen=True)
class CreditMemoPosted(Event):
    """The customer is owed the credit memo."""

    document: ClassVar[str] = "credit_memo_id"
    credit_memo_id: UUID
    number: str
    customer_id: UUID
    branch_id: UUID
    total_amount: Decimal
    currency: str


@dataclass(frozen=True)
class CashReceived(Event):
    """A customer has paid; what is not applied to open items stands unapplied."""

    document: ClassVar[str] = "cash_receipt_id"
    cash_receipt_id: UUID
    number: str
    customer_id: UUID
    branch_id: UUID
    amount: Decimal
    currency: str


@dataclass(frozen=True)
class CashApplied(Event):
    """Credits of a customer settled debts; discount taken and small differences were written off with them."""

    document: ClassVar[str] = "application_batch_id"
    application_batch_id: UUID
    customer_id: UUID
    branch_id: UUID
    amount: Decimal
    discount_amount: Decimal
    write_off_amount: Decimal
    currency: str


@dataclass(frozen=True)
class CashApplicationReversed(Event):
    """An application was undone: what it settled is owed again, what it used up is a credit again."""

    document: ClassVar[str] = "cash_application_id"
    cash_application_id: UUID
    customer_id: UUID
    amount: Decimal
    currency: str
    reason: str


@dataclass(frozen=True)
class CashReceiptReversed(Event):
    """A receipt turned out not to be money: what it settled is owed again."""

    document: ClassVar[str] = "cash_receipt_id"
    cash_receipt_id: UUID
    number: str
    reversal_id: UUID
    customer_id: UUID
    amount: Decimal
    currency: str
    reason: str


@dataclass(frozen=True)
class CustomerRefunded(Event):
    """A credit of a customer was paid out."""

    document: ClassVar[str] = "cash_receipt_id"
    cash_receipt_id: UUID
    number: str
    customer_id: UUID
    amount: Decimal
    currency: str


@dataclass(frozen=True)
class SupplierBillPosted(Event):
    """We owe the supplier."""

    document: ClassVar[str] = "supplier_bill_id"
    supplier_bill_id: UUID
    number: str
    supplier_id: UUID
    total_amount: Decimal
    currency: str


@dataclass(frozen=True)
class SupplierPaid(Event):
    """A supplier was paid; what is not applied to bills stands unapplied."""

    document: ClassVar[str] = "supplier_payment_id"
    supplier_payment_id: UUID
    number: str
    supplier_id: UUID
    branch_id: UUID
    amount: Decimal
    discount_amount: Decimal
    currency: str


@dataclass(frozen=True)
class SupplierCreditApplied(Event):
    """Credits of a supplier, or payments made ahead, settled bills."""

    document: ClassVar[str] = "application_batch_id"
    application_batch_id: UUID
    supplier_id: UUID
    amount: Decimal
    currency: str


@dataclass(frozen=True)
class SupplierPaymentReversed(Event):
    """A payment to a supplier did not go through: what it settled is owed again."""

    document: ClassVar[str] = "supplier_payment_id"
    supplier_payment_id: UUID
    number: str
    reversal_id: UUID
    supplier_id: UUID
    amount: Decimal
    currency: str
    reason: str


@dataclass(frozen=True)
class JournalApproved(Event):
    """A second person approved a manual journal; it stands in the ledger."""

    document: ClassVar[str] = "manual_journal_id"
    manual_journal_id: UUID
    number: str


@dataclass(frozen=True)
class JournalReversed(Event):
    """A manual journal was taken back by an entry that undoes it line by line."""

    document: ClassVar[str] = "entry_id"
    entry_id: UUID
    reverses_id: UUID
    reason: str


@dataclass(frozen=True)
class PeriodClosed(Event):
    """Nothing more is posted into the period."""

    document: ClassVar[str] = "period_id"
    period_id: UUID
    fiscal_year: int
    period_number: int


@dataclass(frozen=True)
class RemindersSent(Event):
    """Customers were reminded of what is overdue, and owe the fees of it."""

    document: ClassVar[str] = "batch_id"
    batch_id: UUID
    notice_ids: tuple[UUID, ...]


@dataclass(frozen=True)
class YearClosed(Event):
    """The result of a fiscal year was carried to equity; profit is positive."""

    document: ClassVar[str] = "year_close_id"
    year_close_id: UUID
    fiscal_year: int
    entry_id: UUID
    result_amount: Decimal


@dataclass(frozen=True)
class PeriodReopened(Event):
    """A closed period takes postings again, for a reason on record."""

    document: ClassVar[str] = "period_id"
    period_id: UUID
    fiscal_year: int
    period_number: int
    reason: str
