"""The trail as a picture: one column a step, one box a thing, one line a link; all of it links and text.

Documents stand in the order of the business; below them what happened to them (events), what the books made of it
(journal entries) and who was told (e-mails), as far as the person may see them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from erp.overview.trail.documents import DOCUMENTS
from erp.overview.trail.queries import Place, Trail

# The way from quote to cash runs from left to right; what comes back stands below the step it undoes.
COLUMNS = (
    ("quote", "stock_count", "manual_journal"), ("sales_order", "purchase_order", "stock_adjustment", "rma"), ("wave",),
    ("shipment", "goods_receipt", "transfer_order", "return_receipt"),
    ("sales_invoice", "supplier_bill", "credit_memo"), ("cash_receipt", "supplier_payment"),
)  # fmt: skip
BACKWARD = frozenset({"rma", "return_receipt", "credit_memo"})
RECORDED = ("event", "journal_entry", "email")  # below the documents, in this order from left to right
TITLES = {"event": "Event", "journal_entry": "Journal entry", "email": "E-mail"}
BOX_WIDTH, BOX_HEIGHT, GAP_X, GAP_Y, GAP_LANES, MARGIN = 184, 44, 16, 10, 22, 14
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
        return self.number if len(self.number) <= 21 else f"{self.number[:20]}…"


@dataclass(frozen=True)
class Picture:
    width: int
    height: int
    boxes: list[Box]  # in the order of reading: documents, what came back, what was recorded
    lines: list[str]  # SVG path data
    left_out: int


def draw_trail(trail: Trail, links: Mapping[Place, str], here: Place | None = None, *, whole: bool = True) -> Picture:
    """Lay the things out in columns, the page's own and the earliest on top; what does not fit is counted.

    ``links`` says where things lead; of events, entries and e-mails only those that lead somewhere are drawn, and
    unless the ``whole`` trail is wanted, only the page's own. A line leads to them from the page's own document alone.
    """
    here = here or trail.start
    near = _near(trail, here)
    found = [
        box for box in _boxes_of(trail, links, here)
        if whole or box.place.kind not in RECORDED or box.place in near or box.is_here
    ]  # fmt: skip
    columns = [kinds for kinds in COLUMNS if any(box.place.kind in kinds for box in found)]
    own = next((number for number, kinds in enumerate(columns) if here.kind in kinds), 0)
    recorded = [kind for kind in RECORDED if any(box.place.kind == kind for box in found)]
    first = 0 if whole else max(min(own, len(columns) - len(recorded)), 0)
    drawn: dict[Place, Box] = {}
    top, left_out = MARGIN, 0
    for lane in (
        [(n, [b for b in found if b.place.kind in kinds and b.place.kind not in BACKWARD])
         for n, kinds in enumerate(columns)],
        [(n, [b for b in found if b.place.kind in kinds and b.place.kind in BACKWARD])
         for n, kinds in enumerate(columns)],
        [(first + n, [b for b in found if b.place.kind == kind]) for n, kind in enumerate(recorded)],
    ):  # fmt: skip
        highest = 0
        for column, boxes in lane:
            boxes.sort(key=lambda box: (not box.is_here, box.place not in near, str(box.occurred_on), box.number))
            for row, box in enumerate(boxes[:MOST_IN_COLUMN]):
                x, y = MARGIN + column * (BOX_WIDTH + GAP_X), top + row * (BOX_HEIGHT + GAP_Y)
                drawn[box.place] = replace(box, x=x, y=y)
            highest = max(highest, min(len(boxes), MOST_IN_COLUMN))
            left_out += max(len(boxes) - MOST_IN_COLUMN, 0)
        top += highest * (BOX_HEIGHT + GAP_Y) + GAP_LANES if highest else 0
    return Picture(
        max((box.x for box in drawn.values()), default=0) + BOX_WIDTH + MARGIN,
        max((box.y for box in drawn.values()), default=0) + BOX_HEIGHT + MARGIN,
        list(drawn.values()),
        [
            _curve(drawn[a], drawn[b]) for a, b in sorted(links_of(trail))
            if a in drawn and b in drawn and (b.kind not in RECORDED or here in (a, b))
        ],
        left_out,
    )


def links_of(trail: Trail) -> set[tuple[Place, Place]]:
    """What follows from what: document to document, and to its events, journal entries and e-mails."""
    place_of = {place.id: place for place in trail.documents}
    links = set(trail.links)
    links |= {(place_of[e.document_id], Place("event", e.id)) for e in trail.events if e.document_id in place_of}
    links |= {
        (place_of.get(e.source_id, Place("event", e.source_event_id)), Place("journal_entry", e.id))
        for e in trail.entries
    }
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
    return {here} | {b for a, b in links if a == here} | {a for a, b in links if b == here}


def _curve(a: Box, b: Box) -> str:
    """From one box to the next: across the gap between columns, or along the left side within one."""
    y1, y2 = a.y + BOX_HEIGHT // 2, b.y + BOX_HEIGHT // 2
    if a.x == b.x:
        return f"M{a.x} {y1} C{a.x - MARGIN} {y1} {a.x - MARGIN} {y2} {b.x} {y2}"
    if a.x > b.x:
        a, b, y1, y2 = b, a, y2, y1
    x1, x2 = a.x + BOX_WIDTH, b.x
    return f"M{x1} {y1} C{x2 - GAP_X // 2} {y1} {x2 - GAP_X // 2} {y2} {x2} {y2}"
