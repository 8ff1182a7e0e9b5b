"""The pages customer relations bring, where they stand in the side bar, and what waits for somebody."""

from erp.crm.credit.views import bp as credit
from erp.crm.customer_items.views import bp as customer_items
from erp.crm.customers.addresses.views import bp as addresses
from erp.crm.customers.views import bp as customers
from erp.crm.holds.views import bp as holds
from erp.crm.orders.desk.views import bp as order_entry
from erp.crm.orders.line_grid.views import bp as line_grid
from erp.crm.orders.views import bp as orders
from erp.crm.pricing.agreements.views import bp as agreements
from erp.crm.pricing.asking.views import bp as prices
from erp.crm.pricing.views import bp as price_lists
from erp.crm.promotions.views import bp as promotions
from erp.crm.quotes.views import bp as quotes
from erp.crm.returns.views import bp as returns
from erp.crm.waiting import WAITING
from erp.kernel.module import NavItem

__all__ = ["BLUEPRINTS", "NAVIGATION", "WAITING"]

BLUEPRINTS = (
    customers,
    addresses,
    customer_items,
    credit,
    price_lists,
    agreements,
    prices,
    promotions,
    orders,
    order_entry,
    line_grid,
    holds,
    quotes,
    returns,
)
NAVIGATION = (
    NavItem("Quotes", "crm_quotes.index", "crm.quote.view", "Sales", 10),
    NavItem("Sales orders", "crm_orders.index", "crm.sales_order.view", "Sales", 20),
    NavItem("New order", "crm_order_entry.new", "crm.sales_order.enter", "Sales", 30),
    NavItem("Held orders", "crm_holds.index", "crm.credit_hold.view", "Sales", 40),
    NavItem("Return authorizations", "crm_returns.index", "crm.rma.view", "Sales", 50),
    NavItem("Customers", "crm_customers.index", "crm.customer.view", "Customers", 10),
    NavItem("Credit accounts", "crm_credit.index", "crm.credit.view", "Customers", 20),
    NavItem("Price lists", "crm_price_lists.index", "crm.price.view", "Customers", 30),
    NavItem("Agreements", "crm_agreements.index", "crm.price.view", "Customers", 40),
    NavItem("Promotions", "crm_promotions.index", "crm.price.view", "Customers", 45),
    NavItem("Why this price", "crm_prices.ask", "crm.price.view", "Customers", 50),
    NavItem("Discount limits", "crm_prices.limits", "crm.price.view", "Setup", 60),
    NavItem("Return reasons", "crm_returns.reasons", "crm.rma.view", "Setup", 70),
)
