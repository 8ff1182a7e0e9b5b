"""Many rows at once: chosen on the list, confirmed in numbers, done one by one by a worker, refusals named."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from erp.app import MODULES
from erp.crm.api import LineEntry
from erp.crm.orders.enter_sales_order import enter_sales_order
from erp.kernel.actor import Actor
from erp.kernel.assembly import Services
from erp.kernel.jobs import run_job
from erp.kernel.row_actions import RowAction
from erp.overview.row_actions.ask_for_rows import JOB
from tests.builders.crm import Shop, a_customer, a_shop
from tests.builders.inventory import put_stock
from tests.kit.web_client import Forms, form_on, signed_in, user_with_role

LIST = "/crm/orders"
START = "/lists/rows"


@dataclass(frozen=True)
class Scene:
    """A shop with stock, and drafts of one customer by their number."""

    shop: Shop
    bolt: UUID
    customer_id: UUID
    drafts: dict[str, UUID]


@pytest.fixture
def scene(services: Services, system: Actor) -> Scene:
    with services.units.begin(system) as work:
        shop = a_shop(work)
        bolt = shop.item(work, "2.50", sku="BOLT-8")
        put_stock(work, shop.place, bolt, 100, "1.00")
        customer_id = a_customer(work, shop.company, limit=500)
    entered = [draft(services, system, shop, customer_id, bolt, qty) for qty in (10, 20, 30)]
    return Scene(shop, bolt, customer_id, dict(entered))


def draft(
    services: Services, system: Actor, shop: Shop, customer_id: UUID, bolt: UUID, qty: int
) -> tuple[str, UUID]:
    outcome = services.units.run(system, lambda work: enter_sales_order(
        work, shop.entry(work, customer_id, [LineEntry(qty=Decimal(qty), item_id=bolt)])))  # fmt: skip
    return outcome.number, outcome.id


def decisions(services: Services) -> dict[UUID, str]:
    with services.engine.connect() as connection:
        return {row.id: row.decision for row in connection.execute(text("SELECT id, decision FROM crm.sales_order"))}


def ask(client: FlaskClient, address: str, **answers: str) -> UUID:
    """Confirm what the address asks for; the job that does it."""
    held = form_on(client, address, START)
    answer = client.post(START, data={**held, **answers})
    assert answer.status_code == 303, answer.text
    return UUID(answer.headers["Location"].rpartition("/")[2])


def job(services: Services, job_id: UUID) -> Any:
    with services.engine.connect() as connection:
        return connection.execute(text("SELECT * FROM kernel.job WHERE id = :id"), {"id": job_id}).one()


def chosen(*ids: UUID) -> str:
    return "&".join(f"ids={one}" for one in ids)


def test_the_page_says_in_numbers_what_will_happen(client: FlaskClient, scene: Scene) -> None:
    page = client.get(f"{LIST}?decision=draft&act=crm.sales_order.submit&all=1")
    assert page.status_code == 200
    assert "Submit: 3 rows" in page.text
    assert "it is released and its goods are" in page.text
    assert "150.00" in page.text, "the sum of what was chosen"
    two = list(scene.drafts.values())[:2]
    page = client.get(f"{LIST}?act=crm.sales_order.submit&{chosen(*two)}")
    assert "Submit: 2 rows" in page.text
    assert "75.00" in page.text
    assert f'href="{LIST}"' in page.text, "and the way back"


def test_rows_are_done_and_the_refused_are_named(
    client: FlaskClient, services: Services, scene: Scene, system: Actor
) -> None:
    first, second, third = scene.drafts.values()
    address = f"{LIST}?decision=draft&act=crm.sales_order.submit&all=1"
    held = form_on(client, address, START)
    with services.units.begin(system) as work:  # meanwhile somebody else takes one back
        work.execute(text("UPDATE crm.sales_order SET decision = 'cancelled', cancel_reason = 'x' WHERE id = :id"),
                     {"id": second})
    answer = client.post(START, data=held)
    job_id = UUID(answer.headers["Location"].rpartition("/")[2])
    assert "Waiting for a worker" in client.get(answer.headers["Location"]).text
    assert run_job(services, job_id) == "done"
    assert decisions(services) == {first: "released", second: "cancelled", third: "released"}
    result = job(services, job_id).result
    assert result["rows"] == 3
    assert result["done"] == {"released": 2}
    assert [row["label"] for row in result["refused"]] == [list(scene.drafts)[1]]
    page = client.get(answer.headers["Location"]).text
    assert "Submit: 3 rows" in page
    assert f'<a href="/crm/orders/{second}">{list(scene.drafts)[1]}</a>' in page
    assert "only a draft can be submitted" in page
    assert 'href="/crm/orders?decision=draft"' in page


def test_the_work_is_done_in_the_name_of_whoever_asked(client: FlaskClient, services: Services, scene: Scene) -> None:
    run_job(services, ask(client, f"{LIST}?act=crm.sales_order.submit&all=1"))
    with services.engine.connect() as connection:
        actors = connection.scalars(
            text("SELECT DISTINCT actor FROM kernel.event WHERE name LIKE '%SalesOrderReleased'")
        ).all()
    assert list(actors) == ["administrator"]


def test_a_job_that_is_done_again_acts_once(client: FlaskClient, services: Services, scene: Scene) -> None:
    taken: list[UUID] = []
    house = counting(services, "crm.sales_order.submit", taken)
    job_id = ask(client, f"{LIST}?act=crm.sales_order.submit&all=1")
    assert run_job(house, job_id) == "done"
    first = job(services, job_id).result
    with services.engine.begin() as connection:  # the worker died before it could say that it was done
        connection.execute(text("""UPDATE kernel.job SET status = 'running', result = NULL,
                                   seen_at = clock_timestamp() - interval '1 hour' WHERE id = :id"""), {"id": job_id})
    assert run_job(house, job_id) == "done"
    assert job(services, job_id).result == first
    assert sorted(taken) == sorted(scene.drafts.values()), "each row once"


def counting(services: Services, name: str, taken: list[UUID], then: Callable[[], None] | None = None) -> Services:
    """The product with one action that notes what it did."""

    def noting(action: RowAction) -> RowAction:
        def act(work: Any, row_id: UUID, asked: Any) -> str | None:
            outcome = action.act(work, row_id, asked)
            taken.append(row_id)
            if then is not None:
                then()
            return outcome

        return replace(action, act=act)

    modules = tuple(
        replace(module, row_actions=tuple(noting(a) if a.name == name else a for a in module.row_actions))
        for module in services.modules
    )
    return replace(services, modules=modules)


def test_cancelling_stops_between_two_rows_and_tells_what_was_done(
    client: FlaskClient, services: Services, scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("erp.overview.row_actions.act_on_rows.REPORT_SECONDS", 0)
    job_id = ask(client, f"{LIST}?act=crm.sales_order.submit&all=1")

    def cancel() -> None:
        page = f"/overview/jobs/{job_id}"
        assert client.post(f"{page}/cancel", data=form_on(client, page, f"{page}/cancel")).status_code == 303

    taken: list[UUID] = []
    assert run_job(counting(services, "crm.sales_order.submit", taken, cancel), job_id) == "cancelled"
    assert len(taken) == 1
    assert sorted(decisions(services).values()) == ["draft", "draft", "released"]
    page = client.get(f"/overview/jobs/{job_id}").text
    assert "Not come to" in page
    assert job(services, job_id).result == {"rows": 3, "done": {"released": 1}, "refused": []}


def test_one_may_stop_what_one_asked_for_and_nobody_elses(
    app: Flask, client: FlaskClient, client_as: Callable[..., FlaskClient], services: Services, scene: Scene
) -> None:
    sales, other = client_as("sales"), signed_in(app, services, user_with_role(services, "sales", name="other"))
    job_id = ask(sales, f"{LIST}?act=crm.sales_order.submit&all=1")
    page = f"/overview/jobs/{job_id}"
    held = form_on(sales, page, f"{page}/cancel")
    token = form_on(other, "/account", "/account/password")["csrf_token"]
    assert other.post(f"{page}/cancel", data={**held, "csrf_token": token}).status_code == 403
    assert sales.post(f"{page}/cancel", data=held).status_code == 303
    assert job(services, job_id).status == "cancelled"


def test_an_action_is_offered_and_taken_only_with_its_permission(
    client: FlaskClient, client_as: Callable[..., FlaskClient], scene: Scene
) -> None:
    warehouse = client_as("warehouse")
    assert "crm.sales_order.submit" not in warehouse.get(LIST).text
    assert warehouse.get(f"{LIST}?act=crm.sales_order.submit&all=1").status_code == 422
    held = form_on(client, f"{LIST}?act=crm.sales_order.submit&all=1", START)
    token = form_on(warehouse, f"{LIST}?act=crm.sales_order.release_to_picking&all=1", START)
    assert warehouse.post(START, data={**token, "action": held["action"]}).status_code == 403


def test_whoever_lost_the_right_meanwhile_is_refused_row_by_row(
    client_as: Callable[..., FlaskClient], services: Services, scene: Scene
) -> None:
    sales = client_as("sales")
    job_id = ask(sales, f"{LIST}?act=crm.sales_order.submit&all=1")
    with services.engine.begin() as connection:
        connection.execute(text("DELETE FROM identity.user_role WHERE role = 'sales'"))
    assert run_job(services, job_id) == "done"
    result = job(services, job_id).result
    assert result["done"] == {}
    assert len(result["refused"]) == 3
    assert set(decisions(services).values()) == {"draft"}


def test_whoever_may_no_longer_sign_in_acts_no_more(
    client_as: Callable[..., FlaskClient], services: Services, scene: Scene
) -> None:
    job_id = ask(client_as("sales"), f"{LIST}?act=crm.sales_order.submit&all=1")
    with services.engine.begin() as connection:
        connection.execute(text("UPDATE identity.user_account SET status = 'inactive' WHERE user_name = 'sales'"))
    assert run_job(services, job_id) == "failed"
    assert set(decisions(services).values()) == {"draft"}


def test_a_question_must_be_answered(client: FlaskClient, services: Services, scene: Scene) -> None:
    address = f"{LIST}?act=crm.sales_order.cancel&all=1"
    refused = client.post(START, data={**form_on(client, address, START), "reason": " "})
    assert refused.status_code == 422
    assert "Cancel orders: 3 rows" in refused.text
    assert "This field is needed" in refused.text
    run_job(services, ask(client, address, reason="season is over"))
    assert set(decisions(services).values()) == {"cancelled"}
    with services.engine.connect() as connection:
        assert set(connection.scalars(text("SELECT cancel_reason FROM crm.sales_order"))) == {"season is over"}


def test_nothing_chosen_is_refused_and_so_is_too_much(
    client: FlaskClient, scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "Choose rows of the list first" in client.get(f"{LIST}?act=crm.sales_order.submit").text
    assert client.get(f"{LIST}?act=crm.sales_order.submit&ids=x").status_code == 422
    assert client.get(f"{LIST}?act=no.such.action&all=1").status_code == 422
    monkeypatch.setattr("erp.web.paging.MOST_ROWS", 2)
    refused = client.get(f"{LIST}?act=crm.sales_order.submit&all=1")
    assert refused.status_code == 422
    assert "at most 2 rows" in refused.text


@pytest.mark.parametrize("rows", ["", "x", "[]", "{}", '[["a","b"]]', '[["a"]]', "[" * 100_000])
def test_rows_that_cannot_be_read_are_refused(client: FlaskClient, scene: Scene, rows: str) -> None:
    held = form_on(client, f"{LIST}?act=crm.sales_order.submit&all=1", START)
    assert client.post(START, data={**held, "rows": rows}).status_code == 422


def test_the_same_yes_twice_asks_for_one_job(client: FlaskClient, services: Services, scene: Scene) -> None:
    held = form_on(client, f"{LIST}?act=crm.sales_order.submit&all=1", START)
    answers = {client.post(START, data=held).headers["Location"] for _ in range(3)}
    assert len(answers) == 1
    with services.engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM kernel.job WHERE kind = :kind"), {"kind": JOB}) == 1


def test_orders_go_to_picking_each_with_its_wave(client: FlaskClient, services: Services, scene: Scene) -> None:
    run_job(services, ask(client, f"{LIST}?act=crm.sales_order.submit&all=1"))
    job_id = ask(client, f"{LIST}?act=crm.sales_order.release_to_picking&all=1")
    assert run_job(services, job_id) == "done"
    assert job(services, job_id).result == {"rows": 3, "done": {"": 3}, "refused": []}
    with services.engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM inventory.wave")) == 3
    again = ask(client, f"{LIST}?act=crm.sales_order.release_to_picking&all=1")
    run_job(services, again)
    assert len(job(services, again).result["refused"]) == 3, "nothing of them waits any more"


def test_held_orders_are_released_with_a_reason_on_record(
    client: FlaskClient, services: Services, system: Actor, scene: Scene
) -> None:
    draft(services, system, scene.shop, scene.customer_id, scene.bolt, 5000)
    run_job(services, ask(client, f"{LIST}?act=crm.sales_order.submit&all=1"))
    assert list(decisions(services).values()).count("held") >= 1
    job_id = ask(client, "/crm/holds?act=crm.credit_hold.release&all=1", reason="paid by telephone", valid_until="")
    run_job(services, job_id)
    assert set(decisions(services).values()) == {"released"}
    with services.engine.connect() as connection:
        told = connection.execute(text("SELECT DISTINCT reason, released_by FROM crm.credit_release")).all()
    assert told == [("paid by telephone", "administrator")]


def test_items_are_retired_and_activated(client: FlaskClient, services: Services, scene: Scene) -> None:
    for action, status in (("retire", "retired"), ("activate", "active")):
        run_job(services, ask(client, f"/inventory/items?act=inventory.item.{action}&all=1"))
        with services.engine.connect() as connection:
            assert set(connection.scalars(text("SELECT status FROM inventory.item"))) == {status}


def test_items_on_hand_keep_their_family(
    client: FlaskClient, services: Services, system: Actor, scene: Scene
) -> None:
    from tests.builders.inventory import a_family

    with services.units.begin(system) as work:
        nut = scene.shop.item(work, "1.00", sku="NUT-8")
        family = a_family(work, [scene.shop.company.id])
    job_id = ask(client, "/inventory/items?act=inventory.item.set_family&all=1", family_id=str(family))
    run_job(services, job_id)
    with services.engine.connect() as connection:
        items = connection.execute(text("SELECT id, family_id FROM inventory.item"))
        families = {row.id: row.family_id for row in items}
    assert families == {scene.bolt: scene.shop.family_id, nut: family}
    assert [row["label"] for row in job(services, job_id).result["refused"]] == ["BOLT-8"]


def test_customers_are_blocked_and_unblocked_in_one_company(
    client: FlaskClient, services: Services, scene: Scene
) -> None:
    def terms() -> Any:
        with services.engine.connect() as connection:
            return connection.execute(text("SELECT status, price_list_id FROM crm.customer_company")).one()

    run_job(services, ask(client, "/crm/customers?act=crm.customer.block&all=1"))
    assert terms().status == "blocked"
    run_job(services, ask(client, "/crm/customers?act=crm.customer.unblock&all=1"))
    assert terms().status == "active"
    price_list = str(scene.shop.price_list_id)
    run_job(services, ask(client, "/crm/customers?act=crm.customer.set_price_list&all=1", price_list_id=price_list))
    assert terms().price_list_id == scene.shop.price_list_id


def test_every_action_names_a_list_a_permission_and_a_page_there_are(app: Flask) -> None:
    held = {permission.name for module in MODULES for permission in module.permissions}
    actions = [action for module in MODULES for action in module.row_actions]
    assert len({action.name for action in actions}) == len(actions) > 10
    rules = {rule.endpoint: rule.arguments for rule in app.url_map.iter_rules()}
    for action in actions:
        assert action.permission in held
        assert action.list in rules
        assert rules[action.opens[0]] == {action.opens[1]}


def test_the_list_offers_its_actions_in_one_form_around_no_other(client: FlaskClient, scene: Scene) -> None:
    page = client.get(LIST).text
    assert re.findall(r'name="ids" value="[0-9a-f-]{36}" form="rows"', page)
    assert page.count("<form") == page.count("</form>") == len(Forms(page).forms)
