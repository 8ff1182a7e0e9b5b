"""What the database refuses, said once in words a person can act on.

Triggers raise with SQLSTATE ``ERP01`` (refused) or ``ERP02`` (conflict) and a message meant to be read; constraint
violations are translated here. A deadlock or serialization failure is no answer at all: the step is repeated.
"""

from psycopg import errors as pg
from sqlalchemy.exc import DBAPIError

from erp.kernel.errors import Conflict, Refused

REPEATABLE = frozenset({"40001", "40P01"})  # serialization failure, deadlock detected


def sqlstate(error: DBAPIError) -> str | None:
    return getattr(error.orig, "sqlstate", None)


def is_repeatable(error: DBAPIError) -> bool:
    """Whether the same step, begun anew, may well succeed."""
    return sqlstate(error) in REPEATABLE


def is_out_of_space(error: DBAPIError) -> bool:
    """Whether the server's disk is full: nothing was kept, and nothing can be until somebody makes room."""
    return sqlstate(error) == pg.DiskFull.sqlstate


def translate(error: DBAPIError) -> Refused | None:
    """The refusal a database error stands for, or None where it is a fault of ours."""
    original = error.orig
    if not isinstance(original, pg.Error):
        return None
    diagnostics = original.diag
    message = diagnostics.message_primary or str(original)
    detail = diagnostics.message_detail or ""
    if original.sqlstate == "ERP01":
        return Refused(message)
    if original.sqlstate == "ERP02":
        return Conflict(message)
    if isinstance(original, pg.UniqueViolation):
        return Conflict(
            "This already exists. %(detail)s Open the existing record or enter another value.",
            detail=detail,
        )
    if isinstance(original, pg.ExclusionViolation):
        return Conflict(
            "This overlaps with an existing record. %(detail)s Change the dates or end the other first.",
            detail=detail,
        )
    if isinstance(original, pg.ForeignKeyViolation):
        return Conflict("A record that this refers to is missing or still in use. %(detail)s", detail=detail)
    if isinstance(original, pg.CheckViolation):
        return Conflict(
            "The database refused this because it would break the rule “%(constraint_name)s”. Nothing was changed; "
            "load the page again to see the present figures.",
            constraint_name=diagnostics.constraint_name,
        )
    return None
