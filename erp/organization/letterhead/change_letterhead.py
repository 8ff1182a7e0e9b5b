"""Change what a company's papers carry."""

from uuid import UUID

from erp.kernel.errors import Refused
from erp.kernel.languages import LANGUAGES
from erp.kernel.unit_of_work import UnitOfWork
from erp.organization.companies.queries import company
from erp.organization.letterhead.models import SHEETS, Letterhead

LARGEST_LOGO = 512 * 1024
PICTURES = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}


def change_letterhead(
    work: UnitOfWork,
    company_id: UUID,
    *,
    sheet: str,
    language: str,
    bank: str = "",
    closing: str = "",
    logo: bytes | None = None,
    without_logo: bool = False,
) -> Letterhead:
    """Papers made from now on carry these lines and this logo; without a new logo the old one stays.

    Raises: NotFound; Refused for a sheet or language we do not have, and for a logo that is no
    PNG or JPEG or too large.
    """
    work.require("organization.letterhead.change")
    company(work.session, company_id)
    if sheet not in SHEETS:
        raise Refused("Papers are printed on A4 or Letter.", field="sheet")
    if language not in LANGUAGES:
        raise Refused("Choose one of the languages on the list.", field="language")
    stored = work.session.get(Letterhead, company_id, with_for_update={"key_share": True})
    if stored is None:
        stored = Letterhead(company_id=company_id)
        work.session.add(stored)
    stored.sheet, stored.language = sheet, language
    stored.bank, stored.closing = bank.strip(), closing.strip()
    if without_logo:
        stored.logo = stored.logo_type = None
    elif logo:
        stored.logo, stored.logo_type = logo, _picture_type(logo)
    work.session.flush()
    return stored


def _picture_type(content: bytes) -> str:
    """What the bytes are, not what their name says."""
    if len(content) > LARGEST_LOGO:
        raise Refused("The logo is too large. Send a picture of at most 512 KB.", field="logo")
    for start, media_type in PICTURES.items():
        if content.startswith(start):
            return media_type
    raise Refused("The logo is no picture we can print. Send it as PNG or JPEG.", field="logo")
