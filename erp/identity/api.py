"""What the modules above may ask of identity. A table of contents: no logic lives here."""

from erp.identity.audit_trail.queries import ShownChange, shown_changes
from erp.identity.gate import IdentityGate, SignedIn, actor_of_user
from erp.identity.roles.models import ROLES
from erp.identity.roles.sync import sync_permissions
from erp.identity.sessions.open import open_session
from erp.identity.users.create import create_user
from erp.identity.users.demo import DEMO_PASSWORD, create_demo_users, demo_sign_ins
from erp.identity.users.grant_roles import grant_roles
from erp.identity.users.queries import user_names, users_who_may, users_with_role

__all__ = [
    "DEMO_PASSWORD",
    "ROLES",
    "IdentityGate",
    "ShownChange",
    "SignedIn",
    "actor_of_user",
    "create_demo_users",
    "create_user",
    "demo_sign_ins",
    "grant_roles",
    "open_session",
    "shown_changes",
    "sync_permissions",
    "user_names",
    "users_who_may",
    "users_with_role",
]
