"""The first administrator comes from a terminal; old attempts and sessions are forgotten."""

from datetime import timedelta

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from erp.identity.commands import create
from erp.identity.sign_in.attempt import sign_in
from erp.identity.sign_in.forget_old import forget_old_sign_ins
from erp.kernel.actor import Actor
from erp.kernel.assembly import Services
from erp.kernel.clock import FixedClock
from erp.kernel.errors import Refused
from tests.kit.web_client import PASSWORD, user_with_role


def test_a_user_is_created_and_can_sign_in(services: Services) -> None:
    roles = ["--role", "administrator", "--role", "sales"]
    command = ["Ada", "--name", "Ada Admin", *roles, "--password", "a long sentence"]
    done = CliRunner().invoke(create, command, obj=lambda: services)
    assert (done.exit_code, done.output) == (0, "ada can sign in now.\n")
    assert sign_in(services.units, user_name="ada", password="a long sentence", address="127.0.0.1", browser="x")
    with services.engine.connect() as connection:
        held = connection.scalars(text("SELECT role FROM identity.user_role ORDER BY role")).all()
        assert held == ["administrator", "sales"]
        assert connection.scalar(text("SELECT must_change_password FROM identity.user_account")) is True
        trail = str(connection.execute(text("SELECT changed FROM kernel.audit_entry")).all())
    assert "hidden" in trail, "that a password was set stands in the trail"
    assert "argon2" not in trail, "what it is does not"


@pytest.mark.parametrize(
    ("name", "password", "why"),
    [("ada", "short", "at least 10"), ("a b", "a long sentence", "2 to 64"), ("", "a long sentence", "2 to 64")],
)
def test_what_cannot_be_is_refused_in_one_line(services: Services, name: str, password: str, why: str) -> None:
    command = [name, "--name", "Ada", "--role", "sales", "--password", password]
    done = CliRunner().invoke(create, command, obj=lambda: services)
    assert done.exit_code == 1
    assert why in done.output
    assert "Traceback" not in done.output


def test_sign_ins_are_forgotten_after_ninety_days(services: Services, clock: FixedClock) -> None:
    user_with_role(services, "sales")
    sign_in(services.units, user_name="sales", password=PASSWORD, address="127.0.0.1", browser="x")
    with pytest.raises(Refused):
        sign_in(services.units, user_name="sales", password="wrong", address="127.0.0.1", browser="x")
    clock.at += timedelta(days=89)
    assert services.units.run(Actor.system("test"), forget_old_sign_ins) == 0
    clock.at += timedelta(days=2)
    assert services.units.run(Actor.system("test"), forget_old_sign_ins) == 3
