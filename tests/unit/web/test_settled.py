"""What a form shows after somebody else's change: theirs, yours, or yours with theirs beside it."""

import json

import pytest
from werkzeug.datastructures import MultiDict

from erp.web.settled import settled, settled_rows
from erp.web.typed import Typed


def sent(values, *, outdated=True):
    return Typed("/x", MultiDict(values), "changed meanwhile", overtaken_by="Ann" if outdated else None)


@pytest.mark.parametrize(("was", "yours", "theirs", "shown"), [
    ("a", "a", "b", "b"),  # only they touched it
    ("a", "c", "a", "c"),  # only you did
    ("a", "c", "b", "c"),  # both did: yours stays, theirs is shown beside it
    ("a", "a", "a", "a"),
    ("one\ntwo", "one\r\ntwo", "three", "three"),  # browsers send line ends their own way
    ("", "", "b", "b"),
    ("a", "", "a", ""),  # emptied on purpose
])  # fmt: skip
def test_a_field_is_decided_by_what_each_person_did(was, yours, theirs, shown):
    assert settled(sent({"phone": yours, "was-phone": was}), "phone", theirs) == shown


def test_another_refusal_and_a_form_without_memory_keep_what_was_typed():
    assert settled(sent({"phone": "a", "was-phone": "a"}, outdated=False), "phone", "b") == "a"
    assert settled(sent({"phone": "a"}), "phone", "b") == "a"


def rows(yours, were):
    return sent({
        **{f"lines-{n}-{k}": v for n, row in yours.items() for k, v in row.items()},
        **{f"was-lines-{n}": json.dumps(row) for n, row in were.items()},
    })  # fmt: skip


A, B, C = {"item": "A", "qty": "1"}, {"item": "B", "qty": "1"}, {"item": "C", "qty": "1"}
NONE = {"item": "", "qty": ""}


@pytest.mark.parametrize(("were", "yours", "theirs", "shown"), [
    ({0: A, 1: B}, {0: A, 1: B, 2: NONE}, [A, C], {0: A, 1: C}),  # they changed a line you left alone
    ({0: A, 1: B}, {0: A, 1: C}, [A, B], {0: A, 1: C}),  # you changed one they left alone
    ({0: A}, {0: B}, [C], {0: B}),  # both changed it: yours stays
    ({0: A}, {0: A}, [A, B], {0: A, 1: B}),  # they added one
    ({0: A}, {0: A, 1: B}, [A], {0: A, 1: B}),  # you added one
    ({0: A, 1: B}, {0: A, 1: B}, [A], {0: A}),  # they removed one
    ({0: A, 1: B}, {0: A}, [A, B], {0: A}),  # you removed one
    ({0: A, 1: B}, {0: A}, [A, C], {0: A, 1: C}),  # you removed what they changed: it is shown again
    ({}, {0: A}, [B], {0: A}),  # a form that does not say what its rows were
])  # fmt: skip
def test_a_line_is_decided_as_a_field_is(were, yours, theirs, shown):
    typed = rows(yours, were)
    found = settled_rows(typed, "lines", theirs, yours)
    assert {n: row for n, row in found.items() if any(row.values())} == shown


def test_memory_that_somebody_tampered_with_is_left_aside():
    typed = sent({"lines-0-item": "A", "was-lines-0": "no json", "was-lines-x": "{}", "was-lines-1": "[]"})
    assert settled_rows(typed, "lines", [B], {0: {"item": "A"}}) == {0: {"item": "A"}}
