"""Two people change one record: nothing typed is lost, what clashed stands side by side, and one saves knowingly."""

import re

import pytest
from sqlalchemy import text

from tests.builders.crm import a_customer, a_shop
from tests.builders.inventory import an_item
from tests.builders.inventory_purchasing import a_supplier
from tests.kit.web_client import Forms, form_on, post_form, signed_in, user_with_role


@pytest.fixture
def people(app, services):
    return [signed_in(app, services, user_with_role(services, "administrator", name=name)) for name in ("ann", "ben")]


@pytest.fixture
def customer(services, system):
    details = {"phone": "111", "city": "Hull", "note": "old note"}
    return services.units.run(system, lambda work: a_customer(work, a_shop(work).company, details=details))


def stored(services, table, record_id):
    with services.engine.connect() as connection:
        return connection.execute(text(f"SELECT * FROM {table} WHERE id = :id"), {"id": record_id}).one()  # noqa: S608


def compared(page):
    """The table of differences: field -> its cells."""
    found = re.search(r'<section class="panel changed-meanwhile".*?</section>', page, re.S)
    rows = re.findall(r'<tr><th scope="row">(.*?)</th>(.*?)</tr>', found.group(), re.S) if found else []
    return {
        name: [re.sub(r"<[^>]*>", "", cell).strip() for cell in re.findall(r"<td.*?>(.*?)</td>", cells, re.S)]
        for name, cells in rows
    }


def test_fields_of_two_people_are_brought_together(services, people, customer):
    ann, ben = people
    page, action = f"/crm/customers/{customer}/edit", f"/crm/customers/{customer}/change"
    opened_by_ben = form_on(ben, page, action)
    theirs = {"phone": "222", "city": "York", "status": "inactive"}
    assert post_form(ann, action, theirs, page=page).status_code == 303
    answer = ben.post(action, data={**opened_by_ben, "phone": "333", "note": "new note"})
    assert answer.status_code == 409
    assert "Somebody else changed this customer meanwhile. Nothing was saved" in answer.text
    assert "Changed by ann while you had it open" in answer.text
    table = compared(answer.text)
    assert table == {
        "Telephone": ["111", "222", "333", "Take theirs"],
        "City": ["Hull", "York", "not touched", ""],
        "Status": ["Active", "Inactive", "not touched", ""],
    }
    assert next(iter(table)) == "Telephone", "what needs a decision comes first"
    assert stored(services, "crm.customer", customer).phone == "222", "nothing was saved"
    shown = form_of(answer.text, action)
    assert (shown["phone"], shown["note"], shown["city"], shown["status"]) == ("333", "new note", "York", "inactive")
    assert ben.post(action, data=shown).status_code == 303
    now = stored(services, "crm.customer", customer)
    assert (now.phone, now.city, now.note, now.status) == ("333", "York", "new note", "inactive")


def test_a_second_change_meanwhile_is_told_again(services, people, customer):
    ann, ben = people
    page, action = f"/crm/customers/{customer}/edit", f"/crm/customers/{customer}/change"
    opened_by_ben = form_on(ben, page, action)
    post_form(ann, action, {"phone": "222"}, page=page)
    shown = form_of(ben.post(action, data={**opened_by_ben, "phone": "333"}).text, action)
    post_form(ann, action, {"phone": "444"}, page=page)
    again = ben.post(action, data=shown)
    assert again.status_code == 409
    assert compared(again.text) == {"Telephone": ["222", "444", "333", "Take theirs"]}


def test_another_refusal_does_not_hide_the_change_of_somebody_else(services, people, customer):
    """A form that came back because of a wrong entry still knows which version it was typed against."""
    ann, ben = people
    page, action = f"/crm/customers/{customer}/edit", f"/crm/customers/{customer}/change"
    opened_by_ben = form_on(ben, page, action)
    post_form(ann, action, {"phone": "222"}, page=page)
    refused = ben.post(action, data={**opened_by_ben, "invoice_email": "no address"})
    assert refused.status_code == 422
    assert compared(refused.text) == {}
    mended = {**form_of(refused.text, action), "invoice_email": "a@example.com"}
    answer = ben.post(action, data=mended)
    assert answer.status_code == 409
    assert compared(answer.text) == {"Telephone": ["111", "222", "not touched", ""]}


def test_terms_of_trade_are_not_written_over(services, people, customer):
    ann, ben = people
    page, action = f"/crm/customers/{customer}/terms", f"/crm/customers/{customer}/agree-terms"
    opened_by_ben = form_on(ben, page, action)
    assert post_form(ann, action, {"status": "blocked"}, page=page).status_code == 303
    answer = ben.post(action, data={**opened_by_ben, "tax_status": "exempt", "exemption_certificate": "EX-1"})
    assert answer.status_code == 409
    assert "Changed by ann" in answer.text
    assert compared(answer.text) == {"Sales": ["Allowed", "Blocked", "not touched", ""]}
    assert ben.post(action, data=form_of(answer.text, action)).status_code == 303
    with services.engine.connect() as connection:
        now = connection.execute(text("SELECT status, tax_status FROM crm.customer_company WHERE customer_id = :id"),
                                 {"id": customer}).one()
    assert tuple(now) == ("blocked", "exempt")


def test_what_another_typed_is_shown_as_text(services, people, customer):
    ann, ben = people
    page, action = f"/crm/customers/{customer}/edit", f"/crm/customers/{customer}/change"
    opened_by_ben = form_on(ben, page, action)
    post_form(ann, action, {"note": "\"><script>alert(1)</script>"}, page=page)
    answer = ben.post(action, data={**opened_by_ben, "note": "mine"})
    assert answer.status_code == 409
    assert "<script>alert" not in answer.text


def test_a_program_is_told_and_nothing_more(people, customer):
    ann, ben = people
    page, action = f"/crm/customers/{customer}/edit", f"/crm/customers/{customer}/change"
    held = form_on(ben, page, action)
    post_form(ann, action, {"phone": "222"}, page=page)
    answer = ben.post(action, data=held, headers={"Accept": "application/json"})
    assert answer.status_code == 409
    assert "Somebody else" in answer.get_json()["error"]["message"]


def test_lines_of_two_people_are_brought_together(services, system, people):
    ann, ben = people

    def build(work):
        shop = a_shop(work)
        for sku in ("AAA", "BBB", "CCC"):
            an_item(work, shop.family_id, [shop.company.id], sku=sku)
        return shop, a_supplier(work, [shop.company.id])

    shop, supplier_id = services.units.run(system, build)
    code = stored(services, "inventory.supplier", supplier_id).code
    lines = {"lines-0-item": "AAA", "lines-0-qty": "5", "lines-0-unit_cost": "1",
             "lines-1-item": "BBB", "lines-1-qty": "6", "lines-1-unit_cost": "2"}
    made = post_form(
        ann, "/inventory/purchase-orders", {"supplier": code, "warehouse_id": str(shop.place.id), **lines},
        page=f"/inventory/purchase-orders/new?supplier={code}",
    )
    assert made.status_code == 303, made.text
    page = f"{made.headers['Location']}/edit"
    action = f"{made.headers['Location']}/change"
    opened_by_ben = form_on(ben, page, action)
    assert post_form(ann, action, {"lines-0-qty": "50", "lines-1-qty": "60"}, page=page).status_code == 303
    answer = ben.post(action, data={**opened_by_ben, "lines-1-qty": "7", "lines-2-item": "CCC", "lines-2-qty": "8",
                                    "lines-2-unit_cost": "3"})
    assert answer.status_code == 409
    table = compared(answer.text)
    assert list(table) == ["Line 2", "Line 1"]
    assert "Changed by ann while you had it open" in answer.text
    assert "60" in table["Line 2"][1]
    assert "7" in table["Line 2"][2]
    shown = form_of(answer.text, action)
    assert [shown[f"lines-{n}-qty"] for n in range(3)] == ["50", "7", "8"]


def form_of(page, action):
    return next(held for found, held in Forms(page).forms if found == action)
