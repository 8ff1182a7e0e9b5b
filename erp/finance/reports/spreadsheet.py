"""A report as a spreadsheet: the same rows as on the page, plain figures, nothing that runs as a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

from flask import Response

from erp.web.listing import spreadsheet_value


def spreadsheet(name: str, headings: Sequence[str], rows: Iterable[Sequence[object]]) -> Response:
    """Answer with a CSV file. A report has no more rows than the chart has accounts, so it is made in one piece."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(headings)
    writer.writerows([spreadsheet_value(cell) for cell in row] for row in rows)
    return Response(
        text.getvalue(),
        mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )
