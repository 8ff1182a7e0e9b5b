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
from erp.crm.customers.paper_language import paper_language
from erp.crm.customers.queries import (
    CustomerFacts,
    TreeMember,
    account_tree,
    customer,
    customers,
    customers_by_code,
    search_customers,
)
from erp.crm.holds.release_held_order import release_held_order
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
from erp.crm.pricing.agree_prices import agree_prices
from erp.crm.pricing.create_price_list import create_price_list
from erp.crm.pricing.entry import LineEntry
from erp.crm.pricing.set_discount_limits import set_discount_limits
from erp.crm.pricing.set_prices import PriceRow, set_prices
from erp.crm.promotions.arithmetic import TargetFacts
from erp.crm.promotions.define_promotion import NewPromotion, define_promotion
from erp.crm.promotions.retire_promotion import retire_promotion
from erp.crm.quotes.convert_quote import convert_quote
from erp.crm.quotes.enter_quote import enter_quote
from erp.crm.quotes.entry import QuoteEntry, QuoteOutcome
from erp.crm.quotes.send_quote import send_quote
from erp.crm.returns.authorize_rma import authorize_rma
from erp.crm.returns.cancel_rma import cancel_rma
from erp.crm.returns.change_restocking_fee import change_restocking_fee
from erp.crm.returns.entry import RmaEntry, RmaLineEntry, RmaOutcome
from erp.crm.returns.original_sales import OriginalSale, returnable_sales
from erp.crm.returns.return_terms import ReturnLineTerms, ReturnTerms, return_terms
from erp.crm.returns.returned_line import ReturnedLine, returned_line

__all__ = [
    "BilledLine",
    "BillingTerms",
    "CreditStanding",
    "CustomerFacts",
    "Exposure",
    "LineEntry",
    "NewPromotion",
    "OrderEntry",
    "OrderOutcome",
    "OriginalSale",
    "PriceRow",
    "QuoteEntry",
    "QuoteOutcome",
    "ReturnLineTerms",
    "ReturnTerms",
    "ReturnedLine",
    "RmaEntry",
    "RmaLineEntry",
    "RmaOutcome",
    "TargetFacts",
    "TradeTerms",
    "TreeMember",
    "account_tree",
    "add_contact",
    "add_order_lines",
    "add_ship_to",
    "agree_prices",
    "agree_terms",
    "append_exposure",
    "authorize_rma",
    "billing_terms",
    "cancel_order_lines",
    "cancel_rma",
    "cancel_sales_order",
    "change_restocking_fee",
    "change_sales_order",
    "complete_charges",
    "convert_quote",
    "create_customer",
    "create_price_list",
    "credit_standings",
    "customer",
    "customers",
    "customers_by_code",
    "define_promotion",
    "enter_quote",
    "enter_sales_order",
    "paper_language",
    "place_sales_order",
    "release_held_order",
    "reopen_sales_order",
    "retire_promotion",
    "return_terms",
    "returnable_sales",
    "returned_line",
    "search_customers",
    "send_quote",
    "set_credit_limit",
    "set_discount_limits",
    "set_prices",
    "submit_sales_order",
]
