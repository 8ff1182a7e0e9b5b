"""The address of a list: its filters, order and columns stand there, so that it can be sent, saved and come back to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from urllib.parse import parse_qsl, urlencode

from flask import request, url_for

from erp.web.listing import Column

ONE_LOOK = frozenset({"after", "before", "format", "act", "ids", "all"})  # not part of what a list shows
NO_FILTERS = ONE_LOOK | {"sort", "columns", "view"}
WHOLE = "all"  # ``?view=all``: the list without anybody's usual view
LONGEST = 2000  # of what a saved view keeps: its address must stay one that servers take

Pairs = list[tuple[str, str]]


def list_address(**changes: str | None) -> str:
    """The present address with another page, order or file: every filter stays. None takes a part away."""
    pairs = [(name, value) for name, value in shown_pairs() if name not in changes]
    return address_with([*pairs, *((name, value) for name, value in changes.items() if value is not None)])


def list_file(kind: str) -> str:
    """Where the list as it is shown is a file for a spreadsheet."""
    return list_address(format=kind)


def address_with(pairs: Iterable[tuple[str, str]]) -> str:
    """The page of this list with other filters, order and columns."""
    query = urlencode(list(pairs))
    return plain_address() + (f"?{query}" if query else "")


def plain_address() -> str:
    """The page of this list without a word about what it shows."""
    return url_for(str(request.endpoint), **(request.view_args or {}))


def shown_pairs() -> Pairs:
    """What the present address says about the list: filters that are set, order and columns."""
    return [(name, value) for name, value in request.args.items(multi=True) if name not in ONE_LOOK and value]


def pairs_but(*names: str) -> Pairs:
    """The same without some parts: what a form of the list sends along."""
    return [(name, value) for name, value in shown_pairs() if name not in names]


def query_text(pairs: Iterable[tuple[str, str]]) -> str:
    """Filters, order and columns as one text, as a saved view keeps them; nothing where nothing was chosen."""
    return urlencode([(name, value) for name, value in pairs if name != "view"])


def read_query(query: str) -> Pairs:
    """The parts of a kept query; whatever it says about one look at the list is dropped."""
    pairs = parse_qsl(query, max_num_fields=500)
    return [(name, value) for name, value in pairs if name not in ONE_LOOK and name != "view" and value]


def is_filtered() -> bool:
    """Whether the address narrows the list."""
    return any(name not in NO_FILTERS for name, _value in shown_pairs())


def unfiltered_address() -> str:
    """The whole list, in the order and with the columns it has now."""
    return address_with(
        [(name, value) for name, value in shown_pairs() if name in ("sort", "columns")] or [("view", WHOLE)]
    )


def chosen_columns(columns: Sequence[Column]) -> list[Column]:
    """The columns the address names, in its order; without a choice those that are shown at first.

    A name this list does not have is passed over: the address may be older than the list.
    """
    named = {column.name: column for column in columns}
    wanted = [name for entry in request.args.getlist("columns") for name in entry.split(",")]
    chosen = [named[name] for name in dict.fromkeys(wanted) if name in named]
    return chosen or [column for column in columns if not column.hidden]
