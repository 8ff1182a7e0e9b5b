"""The days in the life of a lot that follow from its expiry."""

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class LotDates:
    """When a lot is best before, is taken off the shelf, is warned of, and expires."""

    expiry: date
    best_before: date
    removal: date
    alert: date


def lot_dates(expires_on: date, best_before_days: int, removal_days: int, alert_days: int) -> LotDates:
    """Each day lies so many days ahead of the expiry; none ahead is the expiry itself."""
    return LotDates(
        expires_on,
        expires_on - timedelta(days=best_before_days),
        expires_on - timedelta(days=removal_days),
        expires_on - timedelta(days=alert_days),
    )
