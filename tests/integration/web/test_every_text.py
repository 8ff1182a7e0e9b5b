"""In a language that marks every text, nothing on any page stays unmarked but the business's own data."""

import re
from html import unescape

from sqlalchemy import text

from erp.kernel.jobs import Progress
from erp.kernel.languages import PSEUDO
from erp.overview.demo import load
from erp.web.routing import PUBLIC, required_permission

SILENT = re.compile(r"<(script|style|code|pre|kbd|svg|textarea)\b.*?</\1>", re.S)
SPOKEN = re.compile(r"\b(?:title|aria-label|placeholder|alt|data-confirm)=\"([^\"]*)\"")
MARKED = re.compile(r"⟦[^⟦⟧]*⟧")
EVENT = re.compile(r"\b[a-z]+\.[A-Z]\w+|\b[A-Z][a-z]+(?:[A-Z][a-z]+)+\b|\b[a-z]+(?:[_.][a-z]+)+\b")  # names of programs
WORD = re.compile(r"[A-Za-z][a-z]{2,}")
# Words of the world, not of the pages: languages and formats by their own names, and what programs are called.
OWN_NAMES = {
    "Deutsch", "Deutschland", "English", "United", "Kingdom", "States", "Schweiz", "Ctrl", "Enter", "Del", "Ins",
}  # fmt: skip
# Pages that show records as they are stored, and answers of the checklist, which are figures with their unit.
RAW = ("/identity/audit-trail", "/overview/about/", "/finance/periods/")
PIECES = (".json", ".csv", ".js", ".webmanifest", "/suggest", "/lookup", "/search", "/export")


def test_no_text_of_a_page_is_left_in_english(app, services, client_as, monkeypatch):
    days = load.plan_days(services.clock.now().date())[:4]
    monkeypatch.setattr(load, "plan_days", lambda today: days)
    load.load_demo(services, Progress(services, None), {})
    client = client_as("administrator")
    with services.engine.begin() as connection:
        connection.execute(text("UPDATE identity.user_account SET language = :pseudo"), {"pseudo": PSEUDO})
        known = OWN_NAMES | _words_of_the_data(connection)
    faults, seen = [], set()
    waiting = [(rule.endpoint, rule.rule) for rule in app.url_map.iter_rules() if _stands_alone(app, rule)]
    while waiting:
        endpoint, address = waiting.pop()
        if endpoint in seen or address.startswith(RAW):
            continue
        seen.add(endpoint)
        answer = client.get(address)
        if answer.mimetype != "text/html" or answer.status_code not in {200, 422}:
            continue
        waiting += [found for found in _pages_behind(app, answer.text) if found[0] not in seen]
        unmarked = {word for said in _texts(answer.text) for word in WORD.findall(said) if word not in known}
        if unmarked:
            faults.append(f"{address}: {', '.join(sorted(unmarked))}")
    assert len(seen) > 120
    assert not faults, "\n".join(sorted(faults))


def _stands_alone(app, rule):
    declared = required_permission(app.view_functions[rule.endpoint])
    return "GET" in rule.methods and not rule.arguments and declared != PUBLIC and not rule.rule.endswith(PIECES)


def _pages_behind(app, page):
    """One address of every further page that this one links to."""
    adapter = app.url_map.bind("localhost")
    for href in dict.fromkeys(re.findall(r'(?:href|hx-get)="(/[^"#]*)"', page)):
        address = unescape(href)
        path = address.partition("?")[0]
        if not path.endswith(PIECES) and adapter.test(path, "GET"):
            yield adapter.match(path, "GET")[0], address


def _texts(page):
    page = SILENT.sub(" ", page)
    said = [*SPOKEN.findall(page), *re.sub(r"<[^>]*>", "\n", page).splitlines()]
    for one in said:
        inner = unescape(one)
        while MARKED.search(inner):
            inner = MARKED.sub(" ", inner)
        yield EVENT.sub(" ", inner)


def _words_of_the_data(connection):
    """Every word the company's own records hold, as written there."""
    columns = connection.execute(text("""
        SELECT table_schema, table_name, column_name FROM information_schema.columns
        WHERE table_schema IN ('organization', 'terms', 'inventory', 'crm', 'finance', 'identity')
          AND data_type IN ('text', 'jsonb')""")).all()
    words = set()
    for schema, table, column in columns:
        rows = connection.execute(text(f'SELECT DISTINCT "{column}"::text FROM "{schema}"."{table}" LIMIT 20000'))  # noqa: S608
        words.update(word for (value,) in rows if value for word in WORD.findall(value))
    return words
