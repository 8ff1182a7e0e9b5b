"""What modules above customer relations may ask and command: its table of contents.

Reading takes a session and sets of ids; a command takes a unit of work.
"""

from erp.crm.credit.append_exposure import Exposure, append_exposure
from erp.crm.credit.exposure import CreditStanding, credit_standings
from erp.crm.credit.set_credit_limit import set_credit_limit
from erp.crm.customers.add_contact import add_contact
from erp.crm.customers.add_ship_to import add_ship_to
from erp.crm.customers.agree_terms import TradeTerms, agree_terms
from erp.crm.customers.create_customer import create_customer
from erp.crm.customers.queries import CustomerFacts, customer, customers, customers_by_code, search_customers
from erp.crm.orders.add_order_lines import add_order_lines
from erp.crm.orders.billing_terms import BilledLine, BillingTerms, billing_terms
from erp.crm.orders.cancel_order_lines import cancel_order_lines
from erp.crm.orders.cancel_sales_order import cancel_sales_order
from erp.crm.orders.change_sales_order import change_sales_order
from erp.crm.orders.complete_charges import complete_charges
from erp.crm.orders.enter_sales_order import enter_sales_order
from erp.crm.orders.entry import OrderEntry, OrderOutcome
from erp.crm.orders.place_sales_order import place_sales_order
from erp.crm.orders.reopen_sales_order import reopen_sales_order
from erp.crm.orders.submit_sales_order import submit_sales_order
from erp.crm.pricing.entry import LineEntry

__all__ = [
    "BilledLine",
    "BillingTerms",
    "CreditStanding",
    "CustomerFacts",
    "Exposure",
    "LineEntry",
    "OrderEntry",
    "OrderOutcome",
    "TradeTerms",
    "add_contact",
    "add_order_lines",
    "add_ship_to",
    "agree_terms",
    "append_exposure",
    "billing_terms",
    "cancel_order_lines",
    "cancel_sales_order",
    "change_sales_order",
    "complete_charges",
    "create_customer",
    "credit_standings",
    "customer",
    "customers",
    "customers_by_code",
    "enter_sales_order",
    "place_sales_order",
    "reopen_sales_order",
    "search_customers",
    "set_credit_limit",
    "submit_sales_order",
]
