"""Finding: every kind by every way, only what a person may see; a full number opens the document; pins and lately."""

from decimal import Decimal

import pytest
from sqlalchemy import text

from erp.app import MODULES
from erp.crm.customer_items.set_customer_items import NumberOfCustomer, set_customer_items
from erp.inventory.api import SuppliedItem, set_item_suppliers
from erp.kernel.actor import Actor
from tests.builders.executions import counted_executions
from tests.builders.inventory import a_lot
from tests.builders.inventory_purchasing import a_supplier
from tests.builders.organization import a_branch
from tests.builders.story import tell_story
from tests.kit.web_client import form_on, post_form


@pytest.fixture
def story(services):
    return tell_story(services)


def run(services, use_case):
    return services.units.run(Actor.system("test"), use_case)


def found(client, typed):
    """Group title and code (or text) of everything suggested."""
    answer = client.get("/find/suggest", query_string={"q": typed})
    assert answer.status_code == 200
    return [(group["title"], entry["code"] or entry["text"]) for group in answer.json for entry in group["entries"]]


def row(services, sql, **values):
    with services.engine.connect() as connection:
        return connection.execute(text(sql), values).one()


def test_every_kind_opens_a_page_with_its_permission(app):
    pages = {rule.endpoint: rule.arguments for rule in app.url_map.iter_rules()}
    permissions = {permission.name for module in MODULES for permission in module.permissions}
    kinds = [kind for module in MODULES for kind in module.findables]
    assert {kind.kind for kind in kinds} >= {
        "customer", "item", "lot", "sales_order", "shipment", "sales_invoice", "credit_memo", "rma", "journal_entry",
    }
    for kind in kinds:
        assert kind.endpoint in pages
        assert kind.value == "code" or pages[kind.endpoint] == {kind.argument}, kind.kind
        assert kind.permission in permissions, kind.kind
    for command in (command for module in MODULES for command in module.commands):
        assert app.view_functions[command.endpoint].required_permission == command.permission, command.text


def test_an_item_is_found_by_everything_it_is_called(services, story, client):
    item_id = story.bolts
    supplier_id = run(services, lambda work: a_supplier(work, [story.trade.company_id]))
    run(services, lambda work: work.execute(
        text("UPDATE inventory.item SET description = 'Hexagon bolt, brass, M8' WHERE id = :id"), {"id": item_id}))
    run(services, lambda work: set_item_suppliers(
        work, supplier_id, [SuppliedItem(item_id, Decimal(1), "USD", supplier_sku="VN-77-X")]))
    run(services, lambda work: set_customer_items(
        work, story.trade.customer_id, [NumberOfCustomer(item_id, "their-0815", "Sechskant")]))
    run(services, lambda work: work.execute(
        text("""INSERT INTO inventory.item_barcode (id, item_id, unit, code, symbology)
                SELECT gen_random_uuid(), id, base_unit, '05012345678900', 'gtin' FROM inventory.item
                WHERE id = :id"""), {"id": item_id}))
    run(services, lambda work: a_lot(work, item_id, "LOT-ABC-9"))
    sku = row(services, "SELECT sku FROM inventory.item WHERE id = :id", id=item_id).sku
    for typed in (sku, sku.lower(), "brass hexa", "BOLT m8", "77-x", "their-08", "0501234567"):
        assert ("Items", sku) in found(client, typed), typed
    assert ("Lots", "LOT-ABC-9") in found(client, "abc-9")
    entry = next(
        entry for group in client.get("/find/suggest?q=their-08").json for entry in group["entries"]
        if entry["code"] == sku
    )
    assert entry["extra"] == "Customer's number THEIR-0815"
    assert entry["href"] == f"/inventory/items/{item_id}"


def test_a_document_is_found_by_its_number_its_end_and_its_reference(services, story, client):
    for kind, table in (
        ("Sales orders", "crm.sales_order"), ("Shipments", "inventory.shipment"),
        ("Invoices", "finance.sales_invoice"), ("Credit memos", "finance.credit_memo"),
        ("Return authorizations", "crm.rma"), ("Cash receipts", "finance.cash_receipt"),
        ("Purchase orders", "inventory.purchase_order"), ("Goods receipts", "inventory.goods_receipt"),
        ("Supplier bills", "finance.supplier_bill"), ("Journal entries", "finance.journal_entry"),
        ("Manual journals", "finance.manual_journal"), ("Waves", "inventory.wave"),
        ("Return receipts", "inventory.return_receipt"),
    ):  # fmt: skip
        number = row(services, f"SELECT number FROM {table} ORDER BY number LIMIT 1").number  # noqa: S608
        assert (kind, number) == found(client, number)[0], f"{number} stands first"
        assert (kind, number) in found(client, number.lower()), number
        assert (kind, number) in found(client, number[-6:]), number
    run(services, lambda work: work.execute(text(
        "UPDATE crm.sales_order SET customer_reference = 'Po 4711/B' WHERE number = 'SO-100001'")))
    assert ("Sales orders", "SO-100001") in found(client, "po 4711")
    assert ("Supplier bills", "SB-100001") in found(client, "4711")


def test_a_full_number_opens_the_document(services, story, client):
    order = row(services, "SELECT id, number FROM crm.sales_order ORDER BY number LIMIT 1")
    for typed in (order.number, order.number.replace("-", "").lower()):
        answer = client.get("/find", query_string={"q": typed})
        assert (answer.status_code, answer.location) == (303, f"/crm/orders/{order.id}")
    page = client.get("/find", query_string={"q": order.number[:5]})
    assert page.status_code == 200
    assert order.number in page.text
    assert "Nothing found" in client.get("/find?q=zzqqxx").text


def test_nobody_finds_what_they_may_not_see(services, story, client_as):
    entry = row(services, "SELECT number FROM finance.journal_entry ORDER BY number LIMIT 1").number
    warehouse = client_as("warehouse")
    assert not [hit for hit in found(warehouse, entry) if hit[1] == entry]
    assert not found(warehouse, "trial balance")
    assert ("Pages", "Trial balance") in found(client_as("accountant"), "trial bal")
    assert ("Start", "New order") not in found(warehouse, "new order")


def test_nobody_finds_what_belongs_to_another_branch_or_company(services, story, client_as, app):
    other = run(services, lambda work: a_branch(work, story.trade.company_id, code="OTHER"))
    here = client_as("branch_staff", story.trade.branch_id)
    assert ("Sales orders", "SO-100001") in found(here, "SO-100001")
    user = services.units.run(Actor.system("test"), lambda work: work.execute(text(
        "SELECT id FROM identity.user_account WHERE user_name = 'branch-staff'")).scalar_one())
    services.units.run(Actor.system("test"), lambda work: work.execute(
        text("UPDATE identity.user_role SET branch_id = :other WHERE user_id = :user"),
        {"other": getattr(other, "id", other), "user": user}))
    assert not [hit for hit in found(here, "SO-100001") if hit[0] == "Sales orders"]
    assert not [hit for hit in found(here, "100001") if hit[0] in {"Sales orders", "Shipments", "Invoices"}]


def test_a_search_takes_two_questions_whatever_is_found(services, story, app):
    from sqlalchemy.orm import Session

    from erp.overview.finding.kinds import gather_kinds
    from erp.overview.finding.search import Reach, search
    from erp.overview.finding.typed_text import read_typed

    kinds = gather_kinds(MODULES)
    reach = Reach(story.trade.company_id, Actor.system("test"))
    with Session(services.engine) as session:
        for typed in ("100001", "SO-1", "a", "ab", "bolt"):
            with counted_executions(session) as executed:
                search(session, read_typed(typed, kinds.prefixes), kinds.findables, kinds.ways, reach)
            assert len(executed) <= 2, typed


def test_what_was_opened_and_pinned_stands_at_hand(services, story, client_as):
    sales = client_as("sales")
    order = row(services, "SELECT id, number FROM crm.sales_order ORDER BY number LIMIT 1")
    token = form_on(sales, f"/crm/orders/{order.id}", "/find/pin")["csrf_token"]
    seen = {"csrf_token": token, "kind": "sales_order", "target": str(order.id)}
    assert sales.post("/find/seen", data=seen).status_code == 204
    assert ("Opened lately", order.number) in found(sales, "")
    assert post_form(sales, "/find/pin", {}, page=f"/crm/orders/{order.id}").status_code == 303
    assert post_form(sales, "/find/pin", {}, page="/crm/quotes").status_code == 303
    assert [hit for hit in found(sales, "") if hit[0] == "Pinned"] == [("Pinned", order.number), ("Pinned", "Quotes")]
    assert 'aria-pressed="true"' in sales.get(f"/crm/orders/{order.id}").text
    assert post_form(sales, "/find/pin", {}, page=f"/crm/orders/{order.id}").status_code == 303  # once more: off
    assert [hit for hit in found(sales, "") if hit[0] == "Pinned"] == [("Pinned", "Quotes")]
    nothing = {**seen, "target": "00000000-0000-0000-0000-000000000001"}
    assert sales.post("/find/seen", data=nothing).status_code == 404
    assert sales.post("/find/seen", data={**seen, "csrf_token": ""}).status_code == 400


def test_only_the_latest_are_remembered(services, story, client_as):
    sales = client_as("sales")
    user_id = row(services, "SELECT id FROM identity.user_account WHERE user_name = 'sales'").id
    with services.engine.begin() as connection:
        connection.execute(text("""
            INSERT INTO overview.shortcut (user_id, company_id, kind, target, seen_at, pinned_at)
            SELECT :user, :company, 'item', gen_random_uuid()::text, now() - n * interval '1 hour',
                   CASE WHEN n = 60 THEN now() END FROM generate_series(1, 60) AS n"""),
            {"user": user_id, "company": story.trade.company_id})
    item = {"kind": "item", "target": str(story.bolts)}
    token = form_on(sales, f"/inventory/items/{story.bolts}", "/find/pin")["csrf_token"]
    sales.post("/find/seen", data={"csrf_token": token, **item})
    kept = row(services, "SELECT count(*) AS n, count(pinned_at) AS pins FROM overview.shortcut")
    assert (kept.n, kept.pins) == (31, 1)  # thirty, and the pin however old


def test_a_customers_number_is_taken_on_an_order_line_and_kept_by_customer(services, story, client_as):
    sales, customer_id = client_as("sales"), story.trade.customer_id
    sku = row(services, "SELECT sku FROM inventory.item WHERE id = :id", id=story.bolts).sku
    page = f"/crm/customers/{customer_id}/item-numbers"
    saved = post_form(
        sales, page, {"lines-0-customer_sku": "k-1", "lines-0-item": sku, "lines-0-description": "Schraube"}
    )
    assert saved.status_code == 303
    assert "K-1" in sales.get(page).text
    refused = post_form(sales, page, {"lines-0-customer_sku": "K-2", "lines-0-item": "NO SUCH"})
    assert refused.status_code == 422
    assert "There is no item NO SUCH." in refused.text

    from sqlalchemy.orm import Session

    from erp.crm.pricing.typed_lines import understand_lines
    from erp.kernel.errors import NotFound

    line = {"item": "k-1", "qty": Decimal(2), "index": 0}
    with Session(services.engine) as session:
        (theirs,) = understand_lines(session, [line], customer_id)
        (unknown,) = understand_lines(session, [line])
    assert theirs.item_id == story.bolts
    assert isinstance(unknown, NotFound)
