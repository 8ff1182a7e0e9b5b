"""The doctor finds what would let the books be rewritten, and says what cures it."""

from pathlib import Path

import pytest
from sqlalchemy import text

from erp.config import Settings
from erp.runtime.doctor.database import check_database
from erp.runtime.doctor.finding import Verdict
from erp.runtime.doctor.valkey import check_valkey


def findings(url):
    return {finding.subject: finding for finding in check_database(Settings(Path("/"), database_url=url))}


def as_owner(database, statement):
    with database.owner_engine.begin() as connection:
        connection.execute(text(statement))


def test_a_migrated_database_is_fine(database):
    found = findings(database.application_url)
    assert {subject for subject, finding in found.items() if finding.verdict is not Verdict.FINE} == set()
    assert "erp_app can neither change nor delete rows" in found["ledgers are final"].text


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("GRANT UPDATE ON kernel.event TO erp_app", "UPDATE on kernel.event"),
        ("GRANT DELETE ON kernel.event TO erp_app", "DELETE on kernel.event"),
        ("GRANT TRUNCATE ON kernel.event TO erp_app", "TRUNCATE on kernel.event"),
        ("GRANT UPDATE (body) ON kernel.event TO erp_app", "UPDATE on kernel.event"),
    ],
)
def test_a_role_that_could_change_a_ledger_is_found_and_cured_by_the_migrations(database, statement, said):
    as_owner(database, statement)
    finding = findings(database.application_url)["ledgers are final"]
    assert finding.verdict is Verdict.BROKEN
    assert said in finding.text
    assert finding.cure.startswith("erp db upgrade")


def test_a_partition_that_could_be_reached_past_its_ledger_is_found(database):
    with database.owner_engine.connect() as connection:
        partition = connection.scalar(text(
            "SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = 'kernel.event'::regclass LIMIT 1"))
    as_owner(database, f"GRANT INSERT ON {partition} TO erp_app")
    assert f"INSERT on {partition}" in findings(database.application_url)["ledgers are final"].text


def test_the_owner_as_the_application_is_found(database):
    finding = findings(database.owner_url)["ledgers are final"]
    assert finding.verdict is Verdict.BROKEN
    assert "owns ledgers" in finding.text


def test_a_superuser_as_the_application_is_found(database):
    finding = findings(database.superuser_url)["ledgers are final"]
    assert finding.verdict is Verdict.BROKEN
    assert "superuser" in finding.text


def test_a_missing_extension_is_found(database):
    as_owner(database, "DROP EXTENSION pg_trgm CASCADE")
    finding = findings(database.application_url)["extension pg_trgm"]
    assert (finding.verdict, finding.cure) == (Verdict.BROKEN, "erp db upgrade")


def test_a_schema_of_another_version_is_found(database):
    as_owner(database, "UPDATE kernel.alembic_version SET version_num = '0001'")
    finding = findings(database.application_url)["schema"]
    assert finding.verdict is Verdict.BROKEN
    assert "at migration 0001" in finding.text


def test_servers_that_do_not_answer_are_said():
    (database,) = check_database(Settings(Path("/"), database_url="postgresql+psycopg://nobody@127.0.0.1:1/erp"))
    (valkey,) = check_valkey(Settings(Path("/"), redis_url="redis://127.0.0.1:1/0"))
    assert (database.verdict, valkey.verdict) == (Verdict.BROKEN, Verdict.BROKEN)
    assert "check DATABASE_URL" in database.cure
    assert "check REDIS_URL" in valkey.cure
