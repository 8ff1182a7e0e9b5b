"""The four ways a step can be refused. Everything else is a fault of ours and must surface as one."""


class Refused(Exception):
    """A business rule says no; the message says what was refused, why, and what to do. HTTP 422.

    The text is English, with named gaps for what it speaks of: ``Refused("Only %(free)s are free.", free=qty)``.
    ``message`` is the text with its gaps filled; a page shows ``template`` in its own language with the same
    ``params``. ``field`` names the form field to mark, for instance ``qty`` or ``lines-3-item``.
    """

    def __init__(self, template: str, *, field: str | None = None, **params: object) -> None:
        self.template = template
        self.params = params
        self.message = template % params if params else template
        self.field = field
        super().__init__(self.message)


class Conflict(Refused):
    """Somebody else changed the record meanwhile, or the step cannot follow its present state. HTTP 409."""


class Outdated(Conflict):
    """Somebody else changed the record since this person looked at it: the page shows both side by side.

    The parameter ``who`` names the other person where that is known.
    """


class NotFound(Refused):
    """No such record, or none in a branch this person may see. HTTP 404."""


class Forbidden(Refused):
    """The person lacks the permission. HTTP 403."""
