"""`erp user create`: the first administrator, or anybody else, from a terminal."""

from __future__ import annotations

from collections.abc import Callable

import click

from erp.identity.roles.models import ROLES
from erp.identity.users.create import create_user
from erp.kernel.actor import Actor
from erp.kernel.assembly import Services
from erp.kernel.errors import Refused

OpenServices = Callable[[], Services]


@click.command("create")
@click.argument("user_name")
@click.option("--name", "display_name", required=True, help="The person's name.")
@click.option("--email", default="", help="Their e-mail address.")
@click.option(
    "--role", "roles", multiple=True, required=True, type=click.Choice([code for code, _name in ROLES]),
    help="A role in every branch; may be given several times.",
)  # fmt: skip
@click.option(
    "--password", prompt=True, hide_input=True, confirmation_prompt=True,
    help="The first password; asked for where it is not given, so that it stands in no history.",
)  # fmt: skip
@click.option("--keep-password", is_flag=True, help="Do not ask for a new password at the first sign-in.")
@click.pass_obj
def create(
    open_services: OpenServices, user_name: str, display_name: str, email: str, roles: tuple[str, ...], password: str,
    keep_password: bool,
) -> None:  # fmt: skip
    """Let somebody sign in as USER_NAME."""
    try:
        open_services().units.run(
            Actor.system("command line"),
            lambda work: create_user(
                work, user_name=user_name, display_name=display_name, email=email, password=password,
                roles=[(role, None) for role in roles], must_change_password=not keep_password,
            ),
        )  # fmt: skip
    except Refused as refusal:
        raise click.ClickException(refusal.message) from None
    click.echo(f"{user_name.strip().lower()} can sign in now.")
