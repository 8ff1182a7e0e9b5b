"""The page of a record offers a person only steps and pages that this person may use."""

import re
from html import unescape

import pytest
from sqlalchemy import text
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from erp.app import MODULES
from erp.identity.api import ROLES
from erp.web.routing import PUBLIC, SIGNED_IN, required_permission
from tests.builders.story import tell_story

OFFERED = re.compile(r'<(?:form[^>]*method="post"[^>]*action|a[^>]*href|form method="post" action)="(/[^"#]*)"')
MOST_OF_A_KIND = 3
EVERYBODY = "everybody"


@pytest.fixture
def pages(app, services):
    """Some pages of every kind of record, in the states in which the story left them."""
    tell_story(services)
    found = []
    with services.engine.connect() as connection:
        for kind in app.extensions["erp.dossier"].values():
            rule = next(rule for rule in app.url_map.iter_rules() if rule.endpoint == kind.endpoint)
            newest = text(f"SELECT id FROM {kind.table} ORDER BY id DESC LIMIT {MOST_OF_A_KIND}")  # noqa: S608
            ids = connection.execute(newest)
            found += [(kind, re.sub(r"<[^>]*>", str(id_), rule.rule)) for id_ in ids.scalars()]
    return found


@pytest.mark.parametrize("role", [code for code, _name in ROLES])
def test_a_page_offers_only_what_its_reader_may_do(app, pages, client_as, role):
    held = {p.name for m in MODULES for p in m.permissions if role == "administrator" or role in p.roles}
    client, refused, seen = client_as(role), set(), 0
    for kind, address in pages:
        answer = client.get(address)
        assert (answer.status_code == 200) == (kind.permission in held), f"{role} {address}: {answer.status_code}"
        if answer.status_code != 200:
            continue
        seen += 1
        content = answer.text[answer.text.index("<main") : answer.text.index("</main>")]
        for offered in set(OFFERED.findall(content)):
            needed = permission_of(app, unescape(offered).partition("?")[0])
            if needed != EVERYBODY and needed not in held:
                refused.add(f"{kind.kind}: {offered} needs {needed}")
    assert seen or not held
    assert not refused, "\n".join(sorted(refused))


def permission_of(app, path):
    """What the page or step behind an address asks for."""
    adapter = app.url_map.bind("localhost")
    for method in ("GET", "POST"):
        try:
            endpoint, _values = adapter.match(path, method)
        except (HTTPException, RequestRedirect):
            continue
        declared = required_permission(app.view_functions[endpoint])
        return EVERYBODY if declared in {PUBLIC, SIGNED_IN} else declared
    raise AssertionError(f"{path} leads nowhere")
