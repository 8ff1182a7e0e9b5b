"""Put the web application together, and refuse to start where a route or a menu entry is wrong."""

from __future__ import annotations

import secrets
from datetime import timedelta

from flask import Flask, current_app, g, request
from jinja2 import StrictUndefined
from markupsafe import Markup
from werkzeug.exceptions import HTTPException
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import RequestRedirect

from erp.config import Settings, bundled_dir
from erp.kernel.assembly import Services
from erp.web import typed
from erp.web.assets import install_assets
from erp.web.correlation import install_correlation
from erp.web.csrf import install_csrf
from erp.web.doors import Gate, House, Places
from erp.web.errors import install_errors
from erp.web.formats import install_formats
from erp.web.grid import install_grid
from erp.web.headers import install_headers
from erp.web.health import health
from erp.web.help import help_pages
from erp.web.home import home
from erp.web.languages import gettext, install_languages
from erp.web.limits import install_limits
from erp.web.list_address import is_filtered, list_file, pairs_but, unfiltered_address
from erp.web.logs import install_request_log
from erp.web.metrics import install_metrics
from erp.web.navigation import arrange_menu, check_navigation, is_here, side_bar
from erp.web.places import business_date, open_places, place_or_none
from erp.web.reading import install_reading
from erp.web.requests import new_request_key
from erp.web.routing import PUBLIC, SIGNED_IN, check_routes, required_permission
from erp.web.saved_views import view_strip
from erp.web.scan_device import device
from erp.web.side_by_side import install_side_by_side
from erp.web.unfinished import install_unfinished
from erp.web.visitors import current_visitor, install_visitors

LARGEST_UPLOAD = 20 * 1024 * 1024
LARGEST_FORM = 4 * 1024 * 1024
MOST_FIELDS = 20_000  # an order of 500 lines has some ten fields a line


def make_flask(settings: Settings, services: Services, *, gate: Gate, places: Places) -> Flask:
    """The web application with every module's pages.

    Raises: RouteWithoutPermission, RuntimeError where a page declares no permission or a menu entry leads nowhere.
    """
    app = Flask("erp.web", static_folder=None, template_folder=str(bundled_dir("templates")))
    _configure(app, settings)
    permissions = frozenset(p.name for module in services.modules for p in module.permissions)
    menu = arrange_menu(services.modules)
    app.extensions["erp"] = House(settings, services, gate, places, permissions, menu)

    install_request_log(app)
    _bound_forms(app)
    install_correlation(app)
    install_metrics(app)
    install_reading(app)
    install_visitors(app)
    install_limits(app, settings)
    install_csrf(app)
    install_headers(app, over_https=settings.secure_cookies)
    install_assets(app)
    install_languages(app)
    install_formats(app)
    install_errors(app)
    install_unfinished(app)
    install_grid(app)
    install_side_by_side(app)
    _teach_templates(app)

    for blueprint in (health, home, device, help_pages):
        app.register_blueprint(blueprint)
    for module in services.modules:
        for blueprint in module.blueprints:
            app.register_blueprint(blueprint)
    check_routes(app, permissions)
    check_navigation(app, services.modules)
    return app


def may(permission: str, branch_id: object = None) -> bool:
    """Whether a template shows a button: the visitor holds the permission (in that branch, where one is named)."""
    visitor = current_visitor()
    return visitor is not None and visitor.actor.may(permission, branch_id)  # type: ignore[arg-type]


def may_open(address: str) -> bool:
    """Whether a link to a page of the house leads this visitor anywhere but to a refusal."""
    visitor = current_visitor()
    try:
        endpoint, _values = current_app.url_map.bind("").match(address.partition("?")[0].partition("#")[0], "GET")
    except (HTTPException, RequestRedirect):
        return True
    needed = required_permission(current_app.view_functions[endpoint])
    if needed in {PUBLIC, SIGNED_IN, None}:
        return True
    return visitor is not None and visitor.actor.may(str(needed))


def panel(url: str) -> Markup:
    """A place that htmx fills from another module's address: the page shows facts its own module does not know."""
    place = '<div class="panel-loaded" hx-get="{}" hx-trigger="load" hx-swap="innerHTML">{}</div>'
    return Markup(place).format(url, gettext("Loading…"))  # noqa: S704  the address is escaped


def _configure(app: Flask, settings: Settings) -> None:
    app.config.update(
        # The signed cookie holds messages and the mark of our forms, no sign-in: a new key signs nobody out.
        SECRET_KEY=settings.secret_key or secrets.token_hex(32),
        SESSION_COOKIE_NAME="erp_page",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.secure_cookies,
        PERMANENT_SESSION_LIFETIME=timedelta(days=1),
        MAX_CONTENT_LENGTH=LARGEST_UPLOAD,
        MAX_FORM_PARTS=MOST_FIELDS,
        MAX_FORM_MEMORY_SIZE=LARGEST_FORM,
    )
    # A misspelt name in a template is a fault to see, not an empty cell to overlook.
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    if settings.trusted_proxies:  # the address that wrong passwords are counted under is then the browser's
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=settings.trusted_proxies, x_proto=settings.trusted_proxies, x_host=0
        )


def _bound_forms(app: Flask) -> None:
    @app.before_request
    def bound() -> None:
        if request.mimetype != "multipart/form-data":  # only uploads may be large
            request.max_content_length = LARGEST_FORM


def _teach_templates(app: Flask) -> None:
    app.jinja_env.globals.update(
        may=may,
        may_open=may_open,
        today=business_date,
        request_key=new_request_key,
        side_bar=side_bar,
        is_here=is_here,
        open_places=open_places,
        open_form=typed.open_form,
        close_form=typed.close_form,
        value_of=typed.value_of,
        is_checked=typed.is_checked,
        mark_of=typed.mark_of,
        focus=typed.focus,
        field_id=typed.field_id,
        panel=panel,
        view_strip=view_strip,
        list_pairs=pairs_but,
        list_file=list_file,
        is_filtered=is_filtered,
        unfiltered_address=unfiltered_address,
        typed_rows=typed.typed_rows,
        refused_form=typed.refused_form,
        seen_version=typed.seen_version,
        current_visitor=current_visitor,
        current_place=place_or_none,
    )

    @app.context_processor
    def where_one_works() -> dict[str, object]:
        if g.get("faulty"):  # the page of a fault asks nobody: the database may be the reason
            return {"place": None}
        return {"place": place_or_none()}
