"""PDF by WeasyPrint, which needs Pango: the one thing no Python wheel carries."""

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
            from weasyprint.urls import URLFetcher
        except OSError as error:
            raise Refused(PANGO_HINT) from error
        # only what the page carries in itself may be drawn: a customer's text must not make us fetch anything
        carried = URLFetcher(allowed_protocols=("data",))
        pdf: bytes = HTML(string=html, url_fetcher=carried).write_pdf()
        return pdf
