"""Nobody may ask too often, and that holds while Redis is away, too."""

import socket
from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask

from erp.app import create_app
from erp.kernel.assembly import Services
from erp.web import limits
from erp.web.doors import House
from tests.kit.web_client import signed_in, user_with_role


@pytest.fixture
def nobody_answers() -> Iterator[str]:
    """The address of a Redis that is not there."""
    with socket.socket() as reserved:
        reserved.bind(("127.0.0.1", 0))
        yield f"redis://127.0.0.1:{reserved.getsockname()[1]}/0"


@pytest.fixture
def strict(app: Flask, services: Services, nobody_answers: str, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """The application with Redis away, and a limit a test can reach."""
    monkeypatch.setattr(limits, "REQUESTS", "20 per minute")
    house: House = app.extensions["erp"]
    return create_app(replace(house.settings, redis_url=nobody_answers), services)


def test_without_redis_pages_are_served_and_limits_hold(strict: Flask, services: Services) -> None:
    client = signed_in(strict, services, user_with_role(services, "sales"))
    answers = [client.get("/account") for _ in range(25)]
    assert [answer.status_code for answer in answers] == [200] * 20 + [429] * 5
    assert "Too many requests in a short time." in answers[-1].text
    other = signed_in(strict, services, user_with_role(services, "buyer"))
    assert other.get("/account").status_code == 200, "one person's haste does not stop another"


def test_without_redis_the_house_is_ready_and_says_what_is_missing(strict: Flask) -> None:
    answer = strict.test_client().get("/readyz")
    assert answer.status_code == 200
    assert answer.get_json() == {"status": "ok", "database": "ok", "redis": "unreachable"}


def test_the_health_pages_are_never_too_often(strict: Flask) -> None:
    client = strict.test_client()
    assert {client.get("/healthz").status_code for _ in range(40)} == {200}


def test_metrics_count_requests_by_route_and_show_no_address(strict: Flask, services: Services) -> None:
    client = signed_in(strict, services, user_with_role(services, "sales"))
    client.get("/identity/users/01990000-0000-7000-8000-000000000000")
    shown = client.get("/metrics").text
    assert 'erp_requests_total{method="GET",route="/identity/users/<uuid:user_id>",status="403"}' in shown
    assert "01990000" not in shown
    assert "erp_deliveries" in shown
