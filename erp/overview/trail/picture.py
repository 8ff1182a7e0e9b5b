"""The trail as a picture: one column a stage, one box a thing, one line a link; all of it links and text.

Documents stand in the order of the business; behind them what happened to them (events), what the books made of it
(journal entries) and who was told (e-mails), as far as the person may see them.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from erp.overview.trail.documents import DOCUMENTS
from erp.overview.trail.queries import Place, Trail

STAGES = (
    ("quote", "stock_count", "manual_journal"), ("sales_order", "purchase_order", "stock_adjustment"), ("wave",),
    ("shipment", "goods_receipt", "transfer_order"), ("sales_invoice", "supplier_bill"),
    ("cash_receipt", "supplier_payment"), ("rma",), ("return_receipt",), ("credit_memo",), ("event",),
    ("journal_entry",), ("email",),
)  # fmt: skip
TITLES = {"event": "Event", "journal_entry": "Journal entry", "email": "E-mail"}
BOX_WIDTH, BOX_HEIGHT, GAP_X, GAP_Y, MARGIN = 172, 44, 26, 12, 8
MOST_IN_COLUMN = 12


@dataclass(frozen=True)
class Box:
    """One thing of the trail, where it is drawn and where it leads."""

    place: Place
    title: str
    number: str
    occurred_on: date | None
    state: str
    href: str | None
    is_here: bool
    x: int = 0
    y: int = 0
    width: int = BOX_WIDTH
    height: int = BOX_HEIGHT

    @property
    def short_number(self) -> str:
        """As much of the number as the box has room for."""
        return self.number if len(self.number) <= 23 else f"{self.number[:22]}…"


@dataclass(frozen=True)
class Picture:
    width: int
    height: int
    boxes: list[Box]  # column by column, which is the order of reading
    lines: list[str]  # SVG path data
    left_out: int


def draw_trail(trail: Trail, links: Mapping[Place, str], here: Place | None = None) -> Picture:
    """Lay the things out in columns by stage, the page's own and the earliest on top; what does not fit is counted.

    ``links`` says where things lead; of events, entries and e-mails only those that lead somewhere are drawn.
    """
    here = here or trail.start
    found = _boxes_of(trail, links, here)
    by_stage: dict[int, list[Box]] = defaultdict(list)
    for stage, kinds in enumerate(STAGES):
        by_stage[stage] += (box for box in found if box.place.kind in kinds)
    near = _near(trail, here)
    columns = [
        sorted(boxes, key=lambda b: (not b.is_here, b.place not in near, str(b.occurred_on), b.number))
        for boxes in by_stage.values() if boxes
    ]  # fmt: skip
    drawn: dict[Place, Box] = {}
    for column, boxes in enumerate(columns):
        for row, box in enumerate(boxes[:MOST_IN_COLUMN]):
            x, y = MARGIN + column * (BOX_WIDTH + GAP_X), MARGIN + row * (BOX_HEIGHT + GAP_Y)
            drawn[box.place] = replace(box, x=x, y=y)
    rows = max((min(len(boxes), MOST_IN_COLUMN) for boxes in columns), default=1)
    return Picture(
        2 * MARGIN + len(columns) * (BOX_WIDTH + GAP_X) - GAP_X,
        2 * MARGIN + rows * (BOX_HEIGHT + GAP_Y) - GAP_Y,
        list(drawn.values()),
        [_curve(drawn[a], drawn[b]) for a, b in sorted(links_of(trail)) if a in drawn and b in drawn],
        sum(len(boxes) for boxes in columns) - len(drawn),
    )


def links_of(trail: Trail) -> set[tuple[Place, Place]]:
    """What follows from what: document to document, to its events and e-mails, and event to journal entry."""
    place_of = {place.id: place for place in trail.documents}
    links = set(trail.links)
    links |= {(place_of[e.document_id], Place("event", e.id)) for e in trail.events if e.document_id in place_of}
    links |= {(Place("event", e.source_event_id), Place("journal_entry", e.id)) for e in trail.entries}
    links |= {(place_of[e.document_id], Place("email", e.id)) for e in trail.emails if e.document_id in place_of}
    return links


def _boxes_of(trail: Trail, links: Mapping[Place, str], here: Place) -> list[Box]:
    boxes = [
        Box(p, DOCUMENTS[p.kind].title, d.number, d.occurred_on, d.state, links.get(p), p == here)
        for p, d in trail.documents.items()
    ]
    others = [
        *(("event", e.id, e.name.rpartition(".")[2], e.occurred_on, "") for e in trail.events),
        *(("journal_entry", e.id, e.number, e.posted_on, e.purpose) for e in trail.entries),
        *(("email", e.id, e.sent_to or "…", e.at.date(), e.state) for e in trail.emails),
    ]
    for kind, id_, number, day, state in others:
        place = Place(kind, id_)
        if place in links or place == here:
            boxes.append(Box(place, TITLES[kind], number, day, state, links.get(place), place == here))
    return boxes


def _near(trail: Trail, here: Place) -> set[Place]:
    """What the page's own document led to directly: where a column is too long, that is drawn first."""
    links = links_of(trail)
    near = {here} | {b for a, b in links if a == here} | {a for a, b in links if b == here}
    return near | {b for a, b in links if a in near and a.kind == "event"}


def _curve(a: Box, b: Box) -> str:
    if a.x > b.x:
        a, b = b, a
    x1, y1 = a.x + BOX_WIDTH, a.y + BOX_HEIGHT // 2
    x2, y2 = b.x, b.y + BOX_HEIGHT // 2
    middle = x2 - GAP_X // 2
    return f"M{x1} {y1} C{middle} {y1} {middle} {y2} {x2} {y2}"
