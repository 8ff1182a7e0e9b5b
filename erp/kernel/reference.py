"""Remember reference rows from step to step, as long as the database says that their tables have not changed.

Companies, tax rates, items, terms: every step reads them, and they hardly ever change. Each watched table leaves a mark
in ``kernel.reference_change`` whenever it changes, in the changing transaction; a unit of work reads all marks with its
first statement. While the marks of a table are the ones under which a row was read, the row is what it was: a step sees
exactly what it would have seen by reading it as it began. A table that nobody watches has no mark, and what comes from
it is read every time; so is what the step itself has written.
"""

from collections.abc import Callable, Collection, Hashable, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Text, Uuid
from sqlalchemy.orm import Mapped, Session, mapped_column

from erp.kernel.db import Base
from erp.kernel.direct import DirectSession
from erp.kernel.outbox import Instant

T = TypeVar("T")
K = TypeVar("K", bound=Hashable)

_MOST_REMEMBERED = 50_000  # facts under the marks of one set of tables
_Shelf = dict[Hashable, Any]
_shelves: dict[tuple[str, ...], tuple[tuple[str, ...], _Shelf]] = {}


class ReferenceChange(Base):
    """The mark of the latest change of a watched table; several where changes were under way at a time."""

    __tablename__ = "reference_change"
    __table_args__ = ({"schema": "kernel"},)
    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    table_name: Mapped[str] = mapped_column(Text)
    noted_at: Mapped[datetime] = mapped_column(Instant)


def remembered(session: Session, tables: tuple[str, ...], key: Hashable, read: Callable[[], T]) -> T:
    """What ``read`` finds in those tables, and in no others, for the key; read anew after any of them changed.

    The value is shared by every step of the process: it must not be changed.
    """
    shelf = _shelf(session, tables)
    if shelf is None:
        return read()
    if key in shelf:
        value: T = shelf[key]
        return value
    value = read()
    _put(shelf, {key: value})
    return value


def remembered_each(
    session: Session,
    tables: tuple[str, ...],
    kind: Hashable,
    keys: Collection[K],
    read: Callable[[list[K]], Mapping[K, T]],
) -> dict[K, T]:
    """The same for a set of keys: ``read`` is asked once, for those not remembered; what it leaves out is left out."""
    shelf = _shelf(session, tables)
    if shelf is None:
        return dict(read(list(keys)))
    found: dict[K, T] = {key: shelf[kind, key] for key in keys if (kind, key) in shelf}
    missing = [key for key in keys if key not in found]
    if missing:
        fresh = read(missing)
        _put(shelf, {(kind, key): value for key, value in fresh.items()})
        found.update(fresh)
    return found


def _shelf(session: Session, tables: tuple[str, ...]) -> _Shelf | None:
    """Where facts from these tables lie under their present marks; None where they must be read."""
    if not isinstance(session, DirectSession) or session.has_written(tables):
        return None
    noted = session.reference_marks()
    if noted is None:
        return None
    marks = _marks(noted)
    try:
        own = tuple(marks[table] for table in tables)
    except KeyError:
        return None
    kept = _shelves.get(tables)
    if kept is None or kept[0] != own:
        kept = _shelves[tables] = (own, {})
    return kept[1]


def _put(shelf: _Shelf, facts: Mapping[Any, Any]) -> None:
    if len(shelf) > _MOST_REMEMBERED:
        shelf.clear()
    shelf.update(facts)


@lru_cache(maxsize=16)
def _marks(noted: str) -> dict[str, str]:
    """The marks of each table, from the line in which the database gives them all."""
    marks: dict[str, str] = {}
    for word in noted.split():
        table, mark = word.split("=")
        marks[table] = marks.get(table, "") + mark
    return marks
