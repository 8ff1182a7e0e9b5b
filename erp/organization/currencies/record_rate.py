"""Record an exchange rate: what one currency is worth in another from a day on."""

from datetime import date
from decimal import Decimal

from erp.kernel.errors import Refused
from erp.kernel.identifiers import new_id
from erp.kernel.unit_of_work import UnitOfWork
from erp.organization.currencies.models import ExchangeRate
from erp.organization.currencies.queries import require_currency


def record_rate(
    work: UnitOfWork, *, from_currency: str, to_currency: str, valid_from: date, rate: Decimal
) -> ExchangeRate:
    """Write down a rate; it holds until the next one of the same pair.

    Units: ``rate`` units of ``to_currency`` for one of ``from_currency``.
    Raises: Refused for a rate of zero or less or the same currency twice; Conflict where the day has a rate.
    """
    work.require("organization.currency.change")
    require_currency(work.session, from_currency)
    require_currency(work.session, to_currency)
    if from_currency == to_currency:
        raise Refused("A rate stands between two currencies.", field="to_currency")
    if rate <= 0:
        raise Refused("A rate is greater than zero.", field="rate")
    recorded = ExchangeRate(
        id=new_id(), from_currency=from_currency, to_currency=to_currency, valid_from=valid_from, rate=rate
    )
    work.session.add(recorded)
    work.session.flush()
    return recorded
