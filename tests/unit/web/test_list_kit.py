"""What the address of a list says: its columns, its filters, and whether two addresses show the same."""

import pytest
from flask import Flask

from erp.web.list_address import chosen_columns, is_filtered, query_text, read_query, shown_pairs
from erp.web.listing import Column, spreadsheet_value
from erp.web.saved_views import same_view
from erp.web.spreadsheet import _with_currencies

COLUMNS = (Column("number", "Order"), Column("name", "Customer"), Column("note", "Note", hidden=True))


def asked(address: str):
    return Flask(__name__).test_request_context(address)


@pytest.mark.parametrize(
    ("address", "names"),
    [
        ("/", ["number", "name"]),
        ("/?columns=", ["number", "name"]),
        ("/?columns=note&columns=number", ["note", "number"]),
        ("/?columns=note,number", ["note", "number"]),
        ("/?columns=name&columns=name,gone", ["name"]),
        ("/?columns=gone", ["number", "name"]),
    ],
)
def test_columns_stand_in_the_order_of_the_address(address, names):
    with asked(address):
        assert [column.name for column in chosen_columns(COLUMNS)] == names


def test_one_look_at_a_list_is_no_part_of_what_it_shows():
    with asked("/?q=a+b&empty=&after=x&before=y&format=csv&act=z&ids=1&all=1&view=all&sort=-name"):
        assert shown_pairs() == [("q", "a b"), ("view", "all"), ("sort", "-name")]
        assert query_text(shown_pairs()) == "q=a+b&sort=-name"
        assert is_filtered()
    with asked("/?sort=name&columns=name&view=all&after=x&q="):
        assert not is_filtered()


def test_what_is_kept_of_an_address_is_read_back():
    pairs = [("q", "Müller & Söhne"), ("columns", "name"), ("columns", "number")]
    assert read_query(query_text(pairs)) == pairs
    assert read_query("after=x&q=&view=all&ids=1") == []


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("q=a&status=open", "status=open&q=a", True),
        ("q=a&after=x", "q=a", True),
        ("q=a", "q=b", False),
        ("columns=a&columns=b", "columns=b&columns=a", False),
        ("q=x&columns=a&columns=b", "columns=a&q=x&columns=b", True),
        ("", "q=", True),
    ],
)
def test_two_addresses_show_the_same_where_only_the_order_of_filters_differs(one, other, same):
    assert same_view(one, other) is same


def test_a_file_names_the_currency_once_and_not_where_the_list_does():
    money = Column("total", "Total", kind="amount", currency="currency")
    open_ = Column("open", "Open", kind="amount", currency="currency")
    assert [column.name for column in _with_currencies([money, open_])] == ["total", "open", "currency"]
    shown = Column("currency", "Currency")
    assert [column.name for column in _with_currencies([shown, money])] == ["currency", "total"]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx", "\r=1"])
def test_text_never_runs_as_a_formula(text):
    assert spreadsheet_value(text) == "'" + text
