"""Roles: seeded from what modules declare, the administrator's to change, and held per branch."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from erp.identity.api import sync_permissions
from erp.identity.gate import IdentityGate
from erp.identity.roles.change import change_role
from erp.identity.users.grant_roles import grant_roles
from erp.identity.users.queries import user_facts
from erp.identity.users.revoke_role import revoke_role
from erp.kernel.actor import Actor
from erp.kernel.assembly import Services
from erp.kernel.db import new_session
from erp.kernel.errors import Forbidden, Refused
from erp.kernel.module import Module, Permission
from tests.kit.web_client import form_on, post_form, signed_in, user_with_role

HERE, THERE = UUID("01990000-0000-7000-8000-00000000000a"), UUID("01990000-0000-7000-8000-00000000000b")


def actor_of(services: Services, app: Flask, user_id: UUID) -> Actor:
    """The actor a user is at their next request."""
    cookie = signed_in(app, services, user_id).get_cookie("erp_session")
    assert cookie is not None
    with new_session(services.engine) as session:
        visitor = IdentityGate(services.engine).by_session(session, cookie.value, services.clock.now())
    assert visitor is not None
    return visitor.actor


def sync(services: Services, *modules: Module) -> int:
    return services.units.run(Actor.system("test"), lambda work: sync_permissions(work, modules))


def held(services: Services, role: str) -> set[str]:
    with services.engine.connect() as connection:
        return set(connection.scalars(
            text("SELECT permission FROM identity.role_permission WHERE role = :role"), {"role": role}
        ))  # fmt: skip


def test_new_permissions_are_learnt_once_and_changes_by_hand_stay(services: Services) -> None:
    first = Module("x", permissions=(Permission("x.thing.view", "See things", ("buyer", "sales")),))
    assert sync(services, first) == 1
    services.units.run(Actor.system("test"), lambda work: change_role(work, "sales", []))
    services.units.run(Actor.system("test"), lambda work: change_role(work, "credit", ["x.thing.view"]))
    second = Module("x", permissions=(*first.permissions, Permission("x.thing.change", "Change things", ("sales",))))
    assert sync(services, second) == 1
    assert sync(services, second) == 0
    assert held(services, "buyer") == {"x.thing.view"}
    assert held(services, "sales") == {"x.thing.change"}, "what was taken away did not come back"
    assert held(services, "credit") == {"x.thing.view"}


def test_several_processes_may_start_at_the_same_time(services: Services) -> None:
    module = Module("x", permissions=tuple(Permission(f"x.n{n}.view", "See", ("buyer",)) for n in range(50)))
    with ThreadPoolExecutor(4) as pool:
        learnt = list(pool.map(lambda _n: sync(services, module), range(4)))
    assert sorted(learnt) == [0, 0, 0, 50]
    assert len(held(services, "buyer")) == 50


def test_a_manifest_that_names_a_role_there_is_not_is_a_fault(services: Services) -> None:
    with pytest.raises(ValueError, match="buyers"):
        sync(services, Module("x", permissions=(Permission("x.thing.view", "See", ("buyers",)),)))


def test_a_permission_that_is_no_longer_declared_counts_for_nobody(app: Flask, services: Services) -> None:
    user_id = user_with_role(services, "buyer")
    sync(services, Module("x", permissions=(Permission("x.thing.view", "See", ("buyer",)),)))
    assert actor_of(services, app, user_id).may("x.thing.view")
    sync(services)
    assert not actor_of(services, app, user_id).may("x.thing.view")


def test_a_role_in_a_branch_holds_there_only(app: Flask, services: Services) -> None:
    user_id = user_with_role(services, "warehouse", HERE)
    services.units.run(Actor.system("test"), lambda work: grant_roles(work, user_id, [("buyer", THERE)]))
    sync(services, Module("x", permissions=(
        Permission("x.pick.do", "Pick", ("warehouse",)), Permission("x.buy.do", "Buy", ("buyer",)),
    )))  # fmt: skip
    actor = actor_of(services, app, user_id)
    assert actor.may("x.pick.do", HERE)
    assert not actor.may("x.pick.do", THERE)
    assert actor.may("x.buy.do", THERE)
    assert not actor.may("x.buy.do", HERE)
    assert actor.branches_for("x.pick.do") == {HERE}
    assert actor.may("x.pick.do"), "somewhere"


def test_an_administrator_holds_everything_also_what_came_later(app: Flask, services: Services) -> None:
    user_id = user_with_role(services, "administrator")
    sync(services, Module("x", permissions=(Permission("x.new.do", "New"),)))
    assert actor_of(services, app, user_id).may("x.new.do", HERE)


def test_the_last_administrator_cannot_be_lost(services: Services) -> None:
    only = user_with_role(services, "administrator")
    with new_session(services.engine) as session:
        held_id = user_facts(session, only).roles[0].id
    with pytest.raises(Refused, match="last active administrator"):
        services.units.run(Actor.system("test"), lambda work: revoke_role(work, only, held_id))
    second = user_with_role(services, "administrator", name="second")
    with new_session(services.engine) as session:
        second_held = user_facts(session, second).roles[0].id

    def revoke(pair: tuple[UUID, UUID]) -> bool:
        try:
            services.units.run(Actor.system("test"), lambda work: revoke_role(work, *pair))
        except Refused:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(revoke, [(only, held_id), (second, second_held)]))
    assert sorted(done) == [False, True], "two who remove each other at the same time do not both succeed"


def test_roles_are_changed_on_their_page_and_hold_at_the_next_click(
    client: FlaskClient, client_as: Callable[..., FlaskClient], services: Services
) -> None:
    sales = client_as("sales")
    assert sales.get("/identity/users").status_code == 403
    keep = sorted(held(services, "sales"))
    answer = post_form(client, "/identity/roles/sales", {"permissions": [*keep, "identity.user.view"]})
    assert answer.status_code == 303
    assert sales.get("/identity/users").status_code == 200
    assert post_form(client, "/identity/roles/sales", {"permissions": keep}).status_code == 303
    assert sales.get("/identity/users").status_code == 403
    with services.engine.connect() as connection:
        trail = connection.execute(text("""
            SELECT action, actor FROM kernel.audit_entry
            WHERE table_name = 'identity.role_permission' AND row_key = 'sales identity.user.view'
            ORDER BY id""")).all()
    assert [tuple(row) for row in trail] == [("insert", "administrator"), ("delete", "administrator")]


def test_nobody_gives_roles_without_the_permission(client_as: Callable[..., FlaskClient], services: Services) -> None:
    controller = client_as("controller")
    with services.engine.connect() as connection:
        user_id = connection.scalar(text("SELECT id FROM identity.user_account"))
    sent = {**form_on(controller, "/account", "/account/password"), "role": "administrator", "branch_id": ""}
    assert controller.post(f"/identity/users/{user_id}/grant-role", data=sent).status_code == 403
    with pytest.raises(Forbidden):
        services.units.run(Actor("somebody"), lambda work: grant_roles(work, user_id, [("administrator", None)]))


def test_the_administrators_role_cannot_be_cut(client: FlaskClient) -> None:
    sent = form_on(client, "/identity/users/new")
    answer = client.post("/identity/roles/administrator", data={**sent, "permissions": ["identity.user.view"]})
    assert answer.status_code == 422
    assert client.get("/identity/roles/emperor").status_code == 404


@pytest.mark.parametrize("role", ["administrator", "accountant", "controller", "credit"])
def test_a_role_over_whole_companies_is_not_limited_to_a_branch(services: Services, system: Actor, role: str) -> None:
    user_id = user_with_role(services, "buyer")
    with pytest.raises(Refused, match="every branch"):
        services.units.run(system, lambda work: grant_roles(work, user_id, [(role, HERE)]))
