"""The trail as a picture: one column a stage, one box a document, one line a link; all of it links and text."""

from dataclasses import dataclass

from erp.overview.trail.documents import DOCUMENTS
from erp.overview.trail.queries import Place, Trail, TrailDocument

STAGES = (
    ("quote",), ("sales_order", "purchase_order"), ("wave",), ("shipment", "goods_receipt"),
    ("sales_invoice", "supplier_bill"), ("cash_receipt", "supplier_payment"), ("rma",), ("return_receipt",),
    ("credit_memo",),
)
BOX_WIDTH, BOX_HEIGHT, GAP_X, GAP_Y, MARGIN = 180, 44, 28, 14, 8
MOST_IN_COLUMN = 12


@dataclass(frozen=True)
class Box:
    document: TrailDocument
    x: int
    y: int
    width: int = BOX_WIDTH
    height: int = BOX_HEIGHT

    @property
    def title(self) -> str:
        return DOCUMENTS[self.document.place.kind].title


@dataclass(frozen=True)
class Picture:
    width: int
    height: int
    boxes: list[Box]
    lines: list[str]  # SVG path data
    left_out: int


def draw_trail(trail: Trail) -> Picture:
    """Lay the documents out in columns by stage, the earliest on top; what does not fit is counted."""
    columns = []
    for stage in STAGES:
        members = [d for d in trail.documents.values() if d.place.kind in stage]
        if members:
            columns.append(sorted(members, key=lambda d: (d.place != trail.start, str(d.occurred_on), d.number)))
    boxes: dict[Place, Box] = {}
    for column, members in enumerate(columns):
        for row, document in enumerate(members[:MOST_IN_COLUMN]):
            x = MARGIN + column * (BOX_WIDTH + GAP_X)
            boxes[document.place] = Box(document, x, MARGIN + row * (BOX_HEIGHT + GAP_Y))
    rows = max((min(len(members), MOST_IN_COLUMN) for members in columns), default=1)
    return Picture(
        2 * MARGIN + len(columns) * (BOX_WIDTH + GAP_X) - GAP_X,
        2 * MARGIN + rows * (BOX_HEIGHT + GAP_Y) - GAP_Y,
        list(boxes.values()),
        [_curve(boxes[a], boxes[b]) for a, b in sorted(trail.links) if a in boxes and b in boxes],
        len(trail.documents) - len(boxes),
    )


def _curve(a: Box, b: Box) -> str:
    if a.x > b.x:
        a, b = b, a
    x1, y1 = a.x + BOX_WIDTH, a.y + BOX_HEIGHT // 2
    x2, y2 = b.x, b.y + BOX_HEIGHT // 2
    middle = (x1 + x2) // 2
    return f"M{x1} {y1} C{middle} {y1} {middle} {y2} {x2} {y2}"
