"""Draw the way to a close: open lines by day as a step line, and those that stop the close below it."""

from collections.abc import Sequence
from dataclasses import dataclass

from erp.finance.close.distance import TrendDay

WIDTH, HEIGHT, MARGIN = 240, 56, 3


@dataclass(frozen=True)
class TrendPicture:
    """Points of two lines in a picture of ``width`` by ``height``; figures stand beside it."""

    open_points: str
    blocking_points: str
    most: int
    width: int = WIDTH
    height: int = HEIGHT


def draw_trend(days: Sequence[TrendDay]) -> TrendPicture | None:
    """The picture of two days or more; a single day has no way yet. Days stand as far apart as they are."""
    if len(days) < 2:
        return None
    most = max(1, max(day.open_lines for day in days))
    first, span = days[0].day, max(1, (days[-1].day - days[0].day).days)

    def points(counts: Sequence[int]) -> str:
        return " ".join(
            f"{MARGIN + (WIDTH - 2 * MARGIN) * (day.day - first).days // span},"
            f"{HEIGHT - MARGIN - (HEIGHT - 2 * MARGIN) * count // most}"
            for day, count in zip(days, counts, strict=True)
        )

    return TrendPicture(points([day.open_lines for day in days]), points([day.blocking_lines for day in days]), most)
