"""Search: one statement that asks every index that can help, one that reads the few records it named.

The search keeps no table of its own: what it reads are the modules' records, so that nothing it shows can be out of
date and no step of the business pays for it more than two small indexes a document (docs/decisions/0004).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from erp.kernel.actor import Actor
from erp.kernel.finding import NUMBER, SAME, START, Findable, Way
from erp.overview.finding.typed_text import Range, TypedText

MOST_OF_A_KIND = 6
CANDIDATES = 200  # looked at for each way before branches are told apart: bounds the work whatever is typed
EXACT, BEGINS, ENDS, CONTAINS = 0, 1, 2, 3


@dataclass(frozen=True)
class Found:
    """A record the search shows; ``label`` and ``matched`` say which other text of it was met."""

    findable: Findable
    id: UUID
    code: str
    text: str
    extra: str
    rank: int = CONTAINS
    label: str = ""
    matched: str = ""


@dataclass(frozen=True)
class Reach:
    """Where a search may look: a company, and by permission the branches (None: all of them)."""

    company_id: UUID
    actor: Actor

    def branches(self, permission: str) -> list[UUID] | None:
        held = self.actor.branches_for(permission)
        return None if held is None else sorted(held)


def search(
    session: Session, typed: TypedText, findables: Mapping[str, Findable], ways: Sequence[Way], reach: Reach
) -> list[Found]:
    """The records of the kinds the person may see that what was typed could mean, the likeliest first."""
    open_ways = [way for way in ways if way.kind in findables and reach.actor.may(findables[way.kind].permission)]
    parameters = _parameters(typed, reach)
    arms = []
    for number, way in enumerate(open_ways):
        arms += _arms(number, way, findables[way.kind], typed, reach, parameters)
    if not arms:
        return []
    hits: dict[tuple[str, UUID], Any] = {}
    for hit in session.execute(text(" UNION ALL ".join(arms)), parameters):
        key = (open_ways[hit.way].kind, hit.id)
        if key not in hits or hit.rank < hits[key].rank:
            hits[key] = hit
    shown = {(record.findable.kind, record.id): record for record in records(session, hits, findables, reach)}
    found = [
        Found(
            record.findable, record.id, record.code, record.text, record.extra,
            hits[key].rank, open_ways[hits[key].way].label, hits[key].matched or "",
        )
        for key, record in shown.items()
    ]  # fmt: skip
    named = frozenset(way.kind for way in ways if way.prefix and way.prefix == typed.kind_prefix)
    return _likeliest(found, frozenset(way.kind for way in ways if way.how == NUMBER), named)


def records(
    session: Session, keys: Iterable[tuple[str, UUID]], findables: Mapping[str, Findable], reach: Reach
) -> list[Found]:
    """Some records as they stand now, without those the person may not see or that are gone."""
    ids: dict[str, list[UUID]] = {}
    for kind, record_id in keys:
        if kind in findables and reach.actor.may(findables[kind].permission):
            ids.setdefault(kind, []).append(record_id)
    parameters: dict[str, Any] = {"company": reach.company_id}
    parts = []
    for number, (kind, of_kind) in enumerate(ids.items()):
        findable = findables[kind]
        parameters[f"ids{number}"] = of_kind
        within = _within(findable, reach, parameters, of_company=True)
        parts.append(
            f"SELECT {number} AS number, s.id, s.code, s.text, s.extra FROM ({findable.rows} WHERE {findable.key} IN "  # noqa: S608
            f"(SELECT id FROM {findable.table} WHERE id = ANY(CAST(:ids{number} AS uuid[])) {within})) AS s"
        )
    if not parts:
        return []
    kinds = list(ids)
    return [
        Found(findables[kinds[row.number]], row.id, row.code, row.text or "", row.extra or "")
        for row in session.execute(text(" UNION ALL ".join(parts)), parameters)
    ]


def _parameters(typed: TypedText, reach: Reach) -> dict[str, Any]:
    code, number, ending = Range(typed.code), Range(typed.number), Range(typed.ending[::-1])
    return {
        "company": reach.company_id, "exact": typed.code, "number": typed.number, "first": typed.text,
        "code_low": code.low, "code_high": code.high, "number_low": number.low, "number_high": number.high,
        "ending_low": ending.low, "ending_high": ending.high,
        **{f"part{position}": part for position, part in enumerate(typed.parts)},
    }  # fmt: skip


def _arms(
    number: int, way: Way, findable: Findable, typed: TypedText, reach: Reach, parameters: dict[str, Any]
) -> list[str]:
    """The selects of one way: way, id, matched, rank."""
    if way.how == NUMBER:
        if typed.kind_prefix and typed.kind_prefix != way.prefix:
            return []
        arms = []
        if way.prefix.startswith(typed.code) or typed.code.startswith(way.prefix):
            arms.append(_range_arm(number, way, findable, reach, parameters, "number", "number", BEGINS))
        if typed.ending:
            backwards = f"reverse({way.columns[0]})"
            arms.append(_range_arm(number, way, findable, reach, parameters, backwards, "ending", ENDS))
        return arms
    if way.how == START:
        return [_range_arm(number, way, findable, reach, parameters, way.columns[0], "code", BEGINS)]
    if way.how == SAME:
        return [_same_arm(number, way, findable)]
    return [_part_arm(number, way, findable, typed, reach, parameters)] if typed.parts else []


def _range_arm(
    number: int, way: Way, findable: Findable, reach: Reach, parameters: dict[str, Any], column: str, what: str,
    rank: int,
) -> str:  # fmt: skip
    """Texts between two bounds in the order of bytes, which an index of that order reads in one piece.

    Of numbers the latest come first, so the index is read from its end.
    """
    shown = way.columns[0]
    order = f"{column} USING ~>~" if what == "number" else f"{column} USING ~<~" if what == "code" else "id DESC"
    exact = ":exact" if what == "code" else ":number"
    return (
        f"(SELECT {number} AS way, id, matched, CASE WHEN matched = {exact} THEN {EXACT} ELSE {rank} END AS rank "  # noqa: S608
        f"FROM (SELECT {way.id} AS id, {shown} AS matched, {_branch_columns(way, findable)} "
        f"FROM {way.table or findable.table} WHERE {column} ~>=~ :{what}_low AND {column} ~<~ :{what}_high "
        f"{_extra(way, findable)} ORDER BY {order} LIMIT {CANDIDATES}) AS c "
        f"WHERE {_in_branch(way, findable, reach, parameters)} LIMIT {MOST_OF_A_KIND})"
    )


def _same_arm(number: int, way: Way, findable: Findable) -> str:
    shown = way.columns[0]
    return (
        f"(SELECT {number} AS way, {way.id} AS id, {shown} AS matched, {EXACT} AS rank "  # noqa: S608
        f"FROM {way.table or findable.table} WHERE {shown} = :exact {_extra(way, findable)} LIMIT 1)"
    )


def _part_arm(
    number: int, way: Way, findable: Findable, typed: TypedText, reach: Reach, parameters: dict[str, Any]
) -> str:
    """Texts that contain every word, in whichever of the columns."""
    words = " AND ".join(
        "(" + " OR ".join(f"{column} ILIKE :part{position}" for column in way.columns) + ")"
        for position in range(len(typed.parts))
    )
    shown = way.columns[0]
    starts = " OR ".join(f"lower({column}) LIKE lower(:part_start)" for column in way.columns)
    parameters["part_start"] = typed.parts[0].removeprefix("%")
    return (
        f"(SELECT {number} AS way, id, matched, CASE WHEN matched = :exact THEN {EXACT} ELSE {CONTAINS} END AS rank "  # noqa: S608
        f"FROM (SELECT {way.id} AS id, {shown} AS matched, ({starts}) AS starts, {_branch_columns(way, findable)} "
        f"FROM {way.table or findable.table} WHERE {words} {_extra(way, findable)} LIMIT {CANDIDATES}) AS c "
        f"WHERE {_in_branch(way, findable, reach, parameters)} ORDER BY starts DESC, length(matched), matched "
        f"LIMIT {MOST_OF_A_KIND})"
    )


def _branch_columns(way: Way, findable: Findable) -> str:
    """The branches of a candidate; another table's rows show theirs when the record itself is read."""
    own = findable.branches if way.table is None else ()
    return f"ARRAY[{', '.join(own)}]::uuid[] AS branches" if own else "NULL AS branches"


def _in_branch(way: Way, findable: Findable, reach: Reach, parameters: dict[str, Any]) -> str:
    branches = reach.branches(findable.permission)
    if branches is None or way.table is not None or not findable.branches:
        return "true"
    parameters[f"branches_{findable.kind}"] = branches
    return f"branches && CAST(:branches_{findable.kind} AS uuid[])"


def _extra(way: Way, findable: Findable) -> str:
    conditions = [f"AND {way.where}"] if way.where else []
    if way.table is None and findable.of_company:
        conditions.append("AND company_id = :company")
    return " ".join(conditions)


def _within(findable: Findable, reach: Reach, parameters: dict[str, Any], *, of_company: bool) -> str:
    conditions = ["AND company_id = :company"] if of_company and findable.of_company else []
    branches = reach.branches(findable.permission)
    if branches is not None and findable.branches:
        parameters[f"branches_{findable.kind}"] = branches
        conditions.append(
            f"AND ARRAY[{', '.join(findable.branches)}]::uuid[] && CAST(:branches_{findable.kind} AS uuid[])"
        )
    return " ".join(conditions)


def _likeliest(found: Sequence[Found], numbered: frozenset[str], named: frozenset[str]) -> list[Found]:
    """Kinds with an exact match come first, then one named by its prefix; of documents of a kind the latest."""
    exact = {record.findable.kind for record in found if record.rank == EXACT}
    by_code = sorted(found, key=lambda record: record.code)
    latest = sorted((r for r in by_code if r.findable.kind in numbered), key=lambda record: record.code, reverse=True)
    others = [record for record in by_code if record.findable.kind not in numbered]
    ordered = sorted(
        [*latest, *others],
        key=lambda record: (
            record.findable.kind not in exact,
            record.findable.kind not in named,
            record.findable.order,
            record.rank,
        ),
    )
    shown: dict[str, int] = {}
    kept = []
    for record in ordered:
        shown[record.findable.kind] = shown.get(record.findable.kind, 0) + 1
        if shown[record.findable.kind] <= MOST_OF_A_KIND:
            kept.append(record)
    return kept
