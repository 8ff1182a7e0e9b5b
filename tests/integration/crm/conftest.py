"""What tests of customer relations share."""

import pytest

from erp.kernel.assembly import Services
from erp.kernel.unit_of_work import UnitOfWorkFactory


@pytest.fixture
def units_in(savepoint_services: Services) -> UnitOfWorkFactory:
    """Units of work whose refusals by the database are said in words, undone at the end of the test."""
    return savepoint_services.units
