"""The demo is the same for the same last day, and of the size that is promised."""

from datetime import date

from stdnum import ean

from erp.overview.demo.catalogue import demo_items
from erp.overview.demo.companies import COMPANIES
from erp.overview.demo.customers import demo_customers
from erp.overview.demo.plan import plan_days

LAST_DAY = date(2026, 11, 21)


def test_two_companies_five_warehouses_two_thousand_items_three_hundred_customers():
    assert len(COMPANIES) == 2
    assert sum(len(company.places) for company in COMPANIES) == 5
    assert len({item.sku for item in demo_items()}) == 2000
    assert len({item.rank for item in demo_items()}) == 2000
    assert len({customer.code for customer in demo_customers()}) == 300
    assert len({customer.name for customer in demo_customers()}) == 300


def test_every_barcode_is_a_valid_gtin():
    assert all(ean.is_valid(item.gtin) for item in demo_items())


def test_nothing_is_sold_below_cost():
    assert all(item.list_price > item.unit_cost > 0 for item in demo_items())


def test_six_months_of_about_fifteen_hundred_orders_that_end_today():
    days = plan_days(LAST_DAY)
    sales = [sale for day in days for sale in day.sales]
    assert (days[0].on, days[-1].on) == (date(2026, 5, 1), LAST_DAY)
    assert len(sales) == 1500
    assert {sale.depth for sale in sales} == {"shipped", "packed", "picking", "allocated", "quoted"}
    assert {sale.returns for sale in sales} == {"", "credited", "received", "authorized"}


def test_all_months_but_the_last_two_are_closed():
    closed = [day.closes for day in plan_days(LAST_DAY) if day.closes]
    assert closed == [(2026, 5), (2026, 6), (2026, 7), (2026, 8), (2026, 9)]


def test_the_same_last_day_gives_the_same_half_year():
    assert plan_days(LAST_DAY) == plan_days(LAST_DAY)
