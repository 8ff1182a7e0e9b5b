"""Whose address it is, when a reverse proxy stands in front and when none does."""

from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import text

from erp.app import create_app
from erp.kernel.assembly import Services
from erp.web.doors import House
from tests.kit.web_client import form_on


@pytest.mark.parametrize(
    ("proxies", "seen"),
    [(0, "127.0.0.1"), (1, "203.0.113.9"), (2, "198.51.100.7")],
)
def test_only_trusted_proxies_say_where_somebody_comes_from(
    app: Flask, services: Services, proxies: int, seen: str
) -> None:
    house: House = app.extensions["erp"]
    client = create_app(replace(house.settings, trusted_proxies=proxies), services).test_client()
    fields = {**form_on(client, "/sign-in"), "user_name": "nobody", "password": "a wrong guess"}
    answer = client.post("/sign-in", data=fields, headers={"X-Forwarded-For": "198.51.100.7, 203.0.113.9"})
    assert answer.status_code == 422
    with services.engine.connect() as connection:
        addresses = connection.execute(text("SELECT address FROM identity.sign_in_attempt")).scalars().all()
    assert addresses == [seen]
