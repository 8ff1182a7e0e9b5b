"""What the page that asks for a yes may send: the rows as they were shown, and answers to the action's questions."""

from __future__ import annotations

import json
from typing import Any, cast
from uuid import UUID

from marshmallow import ValidationError
from marshmallow.fields import Field

from erp.kernel.row_actions import Question, RowAction
from erp.web.forms import Form, fields
from erp.web.languages import gettext
from erp.web.paging import MOST_ROWS
from erp.web.value_field import ValueField

LONGEST_LABEL = 200


class NamedRows(ValueField):
    """Rows by their id, with what people call them: ``[["<id>", "SO-1001"], ...]`` as JSON."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> list[tuple[UUID, str]]:
        try:
            rows = [(UUID(row_id), str(label)[:LONGEST_LABEL]) for row_id, label in json.loads(str(value))]
        except (ValueError, TypeError, RecursionError):
            raise ValidationError(gettext("The rows cannot be read. Go back to the list and choose again.")) from None
        if len(rows) > MOST_ROWS:
            raise ValidationError(gettext("At most %(value)s at a time.", value=MOST_ROWS))
        return list(dict(rows).items())


class StartForm(Form):
    action = fields.Code(required=True, max=120)
    rows = NamedRows(required=True)
    back = fields.Text(max=8000)


def answers_form(action: RowAction) -> type[Form]:
    """A form of the action's own questions."""
    return cast(type[Form], Form.from_dict({question.name: _field(question) for question in action.questions}))


def _field(question: Question) -> Field[Any]:
    if question.kind == "day":
        return fields.Day(required=question.required, allow_none=not question.required)
    if question.kind == "choice":
        return fields.Code(required=question.required, max=100)
    return fields.Text(required=question.required)
