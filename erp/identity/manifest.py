"""Identity: users, roles, sessions, tokens, and the audit trail."""

from erp.identity.account import views as account_views
from erp.identity.administration import views as user_views
from erp.identity.audit_trail import views as audit_trail_views
from erp.identity.roles import models as roles
from erp.identity.roles import views as role_views
from erp.identity.sessions import models as sessions
from erp.identity.sessions import views as session_views
from erp.identity.sign_in import models as sign_in
from erp.identity.sign_in import views as sign_in_views
from erp.identity.sign_in.forget_old import SCHEDULES
from erp.identity.subscriptions import SUBSCRIPTIONS
from erp.identity.tokens import models as tokens
from erp.identity.users import models as users
from erp.kernel.module import Module, NavItem, Permission

PERMISSIONS = (
    Permission("identity.user.view", "See users and their roles", ("controller",)),
    Permission("identity.user.change", "Create users, give roles and passwords"),
    Permission("identity.role.view", "See what roles may do", ("controller",)),
    Permission("identity.role.change", "Change what roles may do"),
    Permission("identity.session.view", "See who is signed in"),
    Permission("identity.session.end", "End anybody's session"),
    Permission("identity.api_token.create", "Make API tokens for one's own programs", ("controller",)),
    Permission("identity.api_token.revoke_any", "Revoke anybody's API tokens"),
    Permission("identity.audit_trail.view", "See the audit trail", ("accountant", "controller")),
)

NAVIGATION = (
    NavItem("Users", "identity_users.index", "identity.user.view", "Setup", 500),
    NavItem("Roles", "identity_roles.index", "identity.role.view", "Setup", 510),
    NavItem("Signed in", "identity_sessions.index", "identity.session.view", "Setup", 520),
    NavItem("Audit trail", "identity_audit_trail.index", "identity.audit_trail.view", "Setup", 530),
)

IDENTITY = Module(
    name="identity",
    models=(roles, users, sessions, sign_in, tokens),
    subscriptions=tuple(SUBSCRIPTIONS),
    blueprints=(
        sign_in_views.bp,
        account_views.bp,
        session_views.place,
        user_views.bp,
        role_views.bp,
        session_views.bp,
        audit_trail_views.bp,
    ),
    schedules=SCHEDULES,
    permissions=PERMISSIONS,
    navigation=NAVIGATION,
)
