"""The branch one works in: chosen in the top bar, kept with the session, and only where one holds a role."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from flask.testing import FlaskClient

from erp.kernel.actor import Actor
from erp.kernel.assembly import Services
from erp.kernel.clock import FixedClock
from tests.builders.organization import a_branch, a_company
from tests.kit.web_client import form_on


@dataclass
class Three:
    north: UUID
    east: UUID
    south: UUID


@pytest.fixture
def three(services: Services) -> Three:
    """Two companies: Northern with branches MAIN and EAST, Southern (on the other side of the date line) with MAIN."""

    def build(work: object) -> Three:
        northern = a_company(work, code="N", name="Northern Supply", time_zone="America/Los_Angeles")  # type: ignore[arg-type]
        east = a_branch(work, northern.id, code="EAST", time_zone="America/New_York")  # type: ignore[arg-type]
        southern = a_company(work, code="S", name="Southern Supply", currency="JPY", time_zone="Pacific/Auckland")  # type: ignore[arg-type]
        return Three(northern.branch_id, east, southern.branch_id)

    return services.units.run(Actor.system("test"), build)


def choose(client: FlaskClient, branch_id: UUID) -> int:
    return client.post("/place", data={**form_on(client, "/", "/place"), "branch_id": str(branch_id)}).status_code


def test_a_branch_is_chosen_and_kept(client: FlaskClient, three: Three, clock: FixedClock) -> None:
    clock.at = datetime(2026, 3, 16, 11, 30, tzinfo=UTC)
    home = client.get("/").text
    assert "Northern Supply" in home
    assert "Southern Supply" in home, "offered in the top bar"
    assert choose(client, three.south) == 303
    home = client.get("/").text
    assert f'value="{three.south}" selected' in home
    assert "2026-03-17" in home, "in Auckland it is tomorrow already"
    assert choose(client, three.north) == 303
    assert "2026-03-16" in client.get("/").text


def test_only_branches_with_a_role_are_offered_and_taken(
    client_as: Callable[..., FlaskClient], three: Three
) -> None:
    client = client_as("warehouse", three.east)
    home = client.get("/").text
    assert f'value="{three.east}" selected' in home, "the first open one, where none was chosen"
    assert str(three.north) not in home
    assert "Southern Supply" not in home
    assert choose(client, three.north) == 403
    assert f'value="{three.east}" selected' in client.get("/").text


def test_a_branch_there_is_not_is_refused(client: FlaskClient, three: Three) -> None:
    assert choose(client, UUID("01990000-0000-7000-8000-000000000000")) == 404


def test_the_home_page_shows_a_role_its_own_work(
    client_as: Callable[..., FlaskClient], three: Three, clock: FixedClock
) -> None:
    clock.at = datetime(2026, 3, 16, 18, 0, tzinfo=UTC)
    sales, administrator = client_as("sales").get("/").text, client_as("administrator").get("/").text
    assert "Audit trail" in administrator
    assert "Audit trail" not in sales
    assert date(2026, 3, 16).isoformat() in sales
