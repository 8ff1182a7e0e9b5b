"""Tables know their place: keys point downward, ledgers are final, and models say what migrations made."""

import re
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import Float, text

from erp.app import MODULES
from erp.kernel.db import Base
from erp.runtime.migrate import alembic_config

ORDER = [module.name for module in MODULES]
MIGRATIONS = sorted(Path(__file__).resolve().parents[2].glob("migrations/versions/*.py"))
LEDGERS = {
    "kernel.event", "kernel.audit_entry", "inventory.stock_movement", "inventory.cost_entry",
    "inventory.cost_consumption", "finance.journal_entry", "finance.journal_line", "finance.cash_application",
    "crm.exposure_entry",
}


def test_foreign_keys_point_downward():
    upward = [
        f"{table.fullname}.{key.parent.name} -> {key.target_fullname}"
        for table in Base.metadata.tables.values() for key in table.foreign_keys
        if ORDER.index(str(table.schema)) < ORDER.index(key.target_fullname.split(".")[0])
    ]
    assert upward == []


def test_every_table_stands_in_its_modules_schema():
    strangers = [
        f"{mapper.class_.__module__}: {mapper.local_table.fullname}" for mapper in Base.registry.mappers
        if mapper.class_.__module__.split(".")[1] != mapper.local_table.schema
    ]
    assert strangers == []


def test_no_relationship_crosses_modules():
    crossing = [
        f"{mapper.class_.__name__}.{relation.key}" for mapper in Base.registry.mappers
        for relation in mapper.relationships
        if relation.mapper.class_.__module__.split(".")[1] != mapper.class_.__module__.split(".")[1]
    ]
    assert crossing == []


def test_no_column_is_a_float():
    floats = [
        f"{table.fullname}.{column.name}" for table in Base.metadata.tables.values() for column in table.columns
        if isinstance(column.type, Float)
    ]
    assert floats == []


def test_nothing_refers_into_a_partitioned_ledger():
    partitioned = {
        table.fullname for table in Base.metadata.tables.values()
        if table.dialect_options["postgresql"].get("partition_by")
    }
    assert {"kernel.event", "inventory.stock_movement", "inventory.cost_entry", "finance.journal_line"} <= partitioned
    into = [
        f"{table.fullname}.{key.parent.name}" for table in Base.metadata.tables.values()
        for key in table.foreign_keys if key.target_fullname.rsplit(".", 1)[0] in partitioned
    ]
    assert into == []


def test_models_and_migrations_agree(database, capsys):
    command.check(alembic_config(database.owner_url))


def test_the_ledgers_are_under_the_rule(database):
    with database.owner_engine.connect() as connection:
        final = set(connection.scalars(text("SELECT table_name FROM kernel.append_only")))
    assert final >= LEDGERS


def test_the_application_can_change_no_ledger(database):
    with database.owner_engine.connect() as connection:
        able = list(connection.scalars(text("""
            SELECT table_name || ' ' || privilege FROM kernel.append_only
            CROSS JOIN unnest(ARRAY['UPDATE', 'DELETE', 'TRUNCATE']) AS privilege
            WHERE has_table_privilege('erp_app', table_name, privilege)""")))
    assert able == []


@pytest.mark.parametrize("path", MIGRATIONS, ids=lambda path: path.stem)
def test_a_migration_touches_only_the_schema_in_its_name(path):
    own = path.stem.split("_")[1]
    named = set(re.findall(r"schema=[\"'](\w+)[\"']", path.read_text(encoding="utf-8")))
    assert named <= {own}


def test_migrations_are_one_numbered_line():
    for number, path in enumerate(MIGRATIONS, 1):
        source = path.read_text(encoding="utf-8")
        assert path.stem.startswith(f"{number:04d}_")
        assert f'revision = "{number:04d}"' in source
        assert f'down_revision = "{number - 1:04d}"' in source if number > 1 else "down_revision = None" in source
