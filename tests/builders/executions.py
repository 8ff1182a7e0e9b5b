"""Count the statements a step sends: pg_stat_statements would count an executemany once for each of its rows."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session


@contextmanager
def counted_executions(session: Session) -> Iterator[list[str]]:
    """The statements executed through the session inside the block; each row of an executemany counts."""
    statements: list[str] = []
    engine = session.get_bind().engine

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, many: bool) -> None:
        if not statement.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK TO")):
            statements.extend([statement] * (len(parameters) if many else 1))

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", note)
