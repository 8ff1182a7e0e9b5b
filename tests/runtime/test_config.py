"""Settings: read once, and refused with the words that mend them."""

from pathlib import Path

import pytest

from erp.config import ConfigurationError, Settings


def test_a_plain_postgresql_address_gets_the_driver_the_product_uses():
    settings = Settings.from_environment({"DATABASE_URL": "postgres://erp_app:x@db/erp", "ERP_DATA_DIR": "/srv/erp"})
    assert settings.database_url == "postgresql+psycopg://erp_app:x@db/erp"
    assert settings.data_dir == Path("/srv/erp")


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("DATABASE_URL", "mysql://db/erp", "DATABASE_URL must be a PostgreSQL address"),
        ("DATABASE_URL", "postgresql+psycopg2://db/erp", "names the driver 'postgresql.psycopg2'"),
        ("DATABASE_ADMIN_URL", "erp", "DATABASE_ADMIN_URL must be a PostgreSQL address"),
        ("ERP_PORT", "eighty", "ERP_PORT must be a whole number from 1 to 65535"),
        ("ERP_PORT", "70000", "ERP_PORT must be a whole number from 1 to 65535"),
        ("ERP_TRUSTED_PROXIES", "-1", "ERP_TRUSTED_PROXIES must be a whole number from 0 to 9"),
        ("ERP_WEB_PROCESSES", "0", "ERP_WEB_PROCESSES must be a whole number from 1 to 64"),
    ],
)
def test_a_setting_that_cannot_be_used_is_refused_by_name(name, value, said):
    with pytest.raises(ConfigurationError, match=said):
        Settings.from_environment({name: value})


def test_what_is_missing_is_said_with_the_command_that_gives_it():
    settings = Settings.from_environment({})
    with pytest.raises(ConfigurationError, match="erp up"):
        settings.require_database_url()
    with pytest.raises(ConfigurationError, match="DATABASE_ADMIN_URL"):
        settings.require_database_admin_url()


def test_the_rate_limiter_is_told_of_a_socket_in_its_own_words():
    assert Settings(Path("/"), redis_url="unix:///tmp/x.sock?db=0").rate_limit_storage_url == (
        "redis+unix:///tmp/x.sock?db=0")
    assert Settings(Path("/"), redis_url="redis://h/0").rate_limit_storage_url == "redis://h/0"
