"""PDF by WeasyPrint, which needs Pango: the one thing no Python wheel carries."""

from typing import Any
from urllib.parse import urlsplit

from erp.kernel.errors import Refused

PANGO_HINT = (
    "PDFs need the Pango library. Install it with: apt install libpango-1.0-0 libpangoft2-1.0-0 "
    "libharfbuzz-subset0 (Debian, Ubuntu), dnf install pango (Fedora, RHEL) or brew install pango (macOS), "
    "then try again. Everything else works without it."
)


class WeasyPdf:
    """Renders self-contained HTML; reaches no network and no file."""

    def render(self, html: str) -> bytes:
        """Turn a page into PDF bytes.

        Raises: Refused with the line to install where Pango is missing.
        """
        try:
            from weasyprint import HTML
        except OSError as error:
            raise Refused(PANGO_HINT) from error
        pdf: bytes = HTML(string=html, url_fetcher=_data_only).write_pdf()
        return pdf


def _data_only(url: str, *arguments: Any, **options: Any) -> Any:
    """Only what the page carries in itself may be drawn: a customer's text must not make us fetch anything."""
    from weasyprint import default_url_fetcher

    if urlsplit(url).scheme != "data":
        raise ValueError(f"a print template may not refer to {url}")
    return default_url_fetcher(url, *arguments, **options)
