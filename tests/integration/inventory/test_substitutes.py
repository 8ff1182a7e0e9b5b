"""What may be offered instead of an item: said on its page, shown in order, and refused where it makes no sense."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from erp.inventory.substitutes.queries import substitutes
from erp.inventory.substitutes.set_substitutes import Substitute, set_substitutes
from erp.kernel.actor import Actor
from erp.kernel.assembly import Services
from erp.kernel.errors import NotFound, Refused
from erp.kernel.identifiers import new_id
from tests.builders.inventory import a_family, a_warehouse, an_item, put_stock
from tests.builders.organization import a_company
from tests.kit.web_client import post_form


@pytest.fixture
def goods(services: Services, system: Actor) -> dict[str, object]:
    with services.units.begin(system) as work:
        company = a_company(work)
        place = a_warehouse(work, company.branch_id)
        family = a_family(work, [company.id])
        built = {sku: an_item(work, family, [company.id], sku=sku) for sku in ("BOLT", "BOLT-ZN", "BOLT-A2")}
        put_stock(work, place, built["BOLT-A2"], 12, "1.00")
    return {**built, "place": place.id}


def test_the_first_named_is_offered_first_with_what_is_free(
    client: FlaskClient, services: Services, goods: dict[str, object]
) -> None:
    page = f"/inventory/items/{goods['BOLT']}/substitutes"
    answer = post_form(client, page, {
        "lines-0-item": "bolt-a2", "lines-0-note": "stainless", "lines-1-item": "BOLT-ZN",
    })  # fmt: skip
    assert answer.status_code == 303
    with services.units.begin(Actor.system("test")) as work:
        found = substitutes(work.session, goods["BOLT"], goods["place"])  # type: ignore[arg-type]
    told = [(each.sku, each.note, each.qty_free) for each in found]
    assert told == [("BOLT-A2", "stainless", 12), ("BOLT-ZN", "", 0)]
    assert "stainless" in client.get(f"/inventory/items/{goods['BOLT']}/substitutes/panel").text
    assert post_form(client, page, {"lines-0-item": "", "lines-1-item": "", "lines-0-note": ""}).status_code == 303
    with services.units.begin(Actor.system("test")) as work:
        assert substitutes(work.session, goods["BOLT"]) == []  # type: ignore[arg-type]


@pytest.mark.parametrize(("typed", "said"), [
    ("BOLT", "does not stand in for itself"), ("NOSUCH", "There is no item NOSUCH"),
])  # fmt: skip
def test_what_makes_no_sense_is_marked(client: FlaskClient, goods: dict[str, object], typed: str, said: str) -> None:
    page = f"/inventory/items/{goods['BOLT']}/substitutes"
    answer = post_form(client, page, {"lines-0-item": typed})
    assert said in answer.text
    assert 'aria-invalid="true"' in answer.text


def test_the_use_case_refuses_by_itself(services: Services, system: Actor, goods: dict[str, object]) -> None:
    bolt, other = goods["BOLT"], goods["BOLT-ZN"]
    for wrong, kind in (([Substitute(other), Substitute(other)], Refused), ([Substitute(new_id())], NotFound)):  # type: ignore[arg-type]
        with pytest.raises(kind), services.units.begin(system) as work:
            set_substitutes(work, bolt, wrong)  # type: ignore[arg-type]


def test_who_may_not_change_items_may_not_set_them(
    client_as: Callable[..., FlaskClient], goods: dict[str, object]
) -> None:
    assert client_as("sales").get(f"/inventory/items/{goods['BOLT']}/substitutes").status_code == 403
