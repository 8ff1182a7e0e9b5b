"""PDF by WeasyPrint, which needs Pango: the one thing no Python wheel carries."""

from collections.abc import Sequence
from io import BytesIO

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

    def joined(self, papers: Sequence[bytes]) -> bytes:
        """One PDF of several, in their order; needs no Pango."""
        import pypdfium2

        whole = pypdfium2.PdfDocument.new()
        try:
            for paper in papers:
                part = pypdfium2.PdfDocument(paper)
                whole.import_pages(part)
                part.close()
            written = BytesIO()
            whole.save(written)
        finally:
            whole.close()
        return written.getvalue()
