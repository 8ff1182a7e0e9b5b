"""Read currencies and rates."""

from datetime import date
from decimal import Decimal

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from erp.kernel.errors import NotFound, Refused
from erp.kernel.reference import remembered
from erp.organization.currencies.models import Currency, ExchangeRate

_MINOR_UNITS = text("SELECT minor_units FROM organization.currency WHERE code = :code")


def currencies(session: Session) -> list[Currency]:
    """Every currency, by code."""
    return list(session.scalars(select(Currency).order_by(Currency.code)))


def minor_units(session: Session, code: str) -> int:
    """The number of decimal places of the currency's amounts.

    Raises: Refused for an unknown currency.
    """
    return remembered(session, ("organization.currency",), code, lambda: _read_minor_units(session, code))


def _read_minor_units(session: Session, code: str) -> int:
    places: int | None = session.scalar(_MINOR_UNITS, {"code": code})
    return require_currency(session, code).minor_units if places is None else places


def require_currency(session: Session, code: str) -> Currency:
    """The currency of that code.

    Raises: Refused
    """
    currency = session.get(Currency, code)
    if currency is None:
        raise Refused(
            "%(code)r is no currency. Write its three letters, such as USD or EUR.",
            field="currency", code=code,
        )
    return currency


def rate_on(session: Session, from_currency: str, to_currency: str, on: date) -> Decimal:
    """What one unit of the first currency is worth in the second on a day: the latest rate not after it.

    Where only the opposite rate is on record, its reciprocal to eight places is taken.

    Raises: NotFound where neither is on record.
    """
    if from_currency == to_currency:
        return Decimal(1)
    direct = _latest(session, from_currency, to_currency, on)
    if direct is not None:
        return direct
    opposite = _latest(session, to_currency, from_currency, on)
    if opposite is not None:
        return (1 / opposite).quantize(Decimal("0.00000001"))
    raise NotFound(
        "There is no rate from %(from_currency)s to %(to_currency)s on or before %(on)s. Record one under Setup, "
        "Currencies.",
        from_currency=from_currency, to_currency=to_currency, on=f"{on:%d %B %Y}",
    )


def _latest(session: Session, from_currency: str, to_currency: str, on: date) -> Decimal | None:
    return session.scalar(
        select(ExchangeRate.rate)
        .where(
            ExchangeRate.from_currency == from_currency,
            ExchangeRate.to_currency == to_currency,
            ExchangeRate.valid_from <= on,
        )
        .order_by(ExchangeRate.valid_from.desc())
        .limit(1)
    )
