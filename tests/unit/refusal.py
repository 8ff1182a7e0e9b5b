"""What a refused step says, to the letter: the sentence people read and the field it points at."""

from collections.abc import Callable

import pytest

from erp.kernel.errors import Refused


def refusal(step: Callable[[], object]) -> tuple[str, str | None]:
    """Carry out a step that must be refused; return its message and its field."""
    with pytest.raises(Refused) as caught:
        step()
    return caught.value.message, caught.value.field
