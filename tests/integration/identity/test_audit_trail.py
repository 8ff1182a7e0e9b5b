"""The audit trail speaks of customers and companies by their names, and keeps long records short."""

from flask.testing import FlaskClient

from erp.identity.audit_trail.queries import audit_statement, shown_changes
from erp.kernel.actor import Actor
from erp.kernel.assembly import Services
from erp.kernel.db import new_session
from erp.kernel.unit_of_work import UnitOfWork
from erp.organization.api import change_settings
from tests.builders.crm import a_customer, a_shop


def build(work: UnitOfWork) -> None:
    shop = a_shop(work, code="NORTH", name="Northern Supply")
    a_customer(work, shop.company, name="Harbor Electric")
    change_settings(work, shop.company.id, {"billing_mode": "daily"}, reason="As agreed")


def test_changes_name_what_they_speak_of(client: FlaskClient, services: Services, system: Actor) -> None:
    services.units.run(system, build)
    with new_session(services.engine) as session:
        rows = session.execute(audit_statement()).all()
        changes = {(change.table_name, change.name): change for change in shown_changes(session, rows)}
    setting = changes["organization.company_setting", "NORTH Northern Supply · billing_mode"]
    assert "value: daily" in setting.changes
    assert "company: NORTH Northern Supply" in setting.changes
    assert setting.reason == "As agreed"
    [terms] = [change for (table, _), change in changes.items() if table == "crm.customer_company"]
    assert terms.name.endswith("Harbor Electric · NORTH Northern Supply")
    assert "payment term: NET30" in " ".join(terms.changes)

    page = client.get("/identity/audit-trail").text
    assert "NORTH Northern Supply · billing_mode" in page
    key = setting.row_key.replace(" ", "+")
    only = client.get(f"/identity/audit-trail?table_name=organization.company_setting&row_key={key}").text
    assert "As agreed" in only
    assert "customer company" not in only
    assert "organization.company_setting" in client.get("/identity/audit-trail?format=csv").text


def test_an_id_whose_record_is_gone_stays_an_id(services: Services, system: Actor) -> None:
    services.units.run(system, build)
    with new_session(services.engine) as session:
        rows = session.execute(audit_statement(table_name="crm.customer")).all()
    lost = type("Lost", (), {**rows[0]._mapping, "row_key": str(rows[0].correlation_id)})
    with new_session(services.engine) as session:
        assert shown_changes(session, [lost])[0].name == str(rows[0].correlation_id)
