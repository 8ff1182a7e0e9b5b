"""The four ways a step can be refused. Everything else is a fault of ours and must surface as one."""


class Refused(Exception):
    """A business rule says no; the message says what was refused, why, and what to do. HTTP 422.

    ``field`` names the form field to mark, for instance ``qty`` or ``lines-3-item``.
    """

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class Conflict(Refused):
    """Somebody else changed the record meanwhile, or the step cannot follow its present state. HTTP 409."""


class NotFound(Refused):
    """No such record, or none in a branch this person may see. HTTP 404."""


class Forbidden(Refused):
    """The person lacks the permission. HTTP 403."""
