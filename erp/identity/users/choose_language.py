"""Choose in which language one reads, and how numbers and dates are written."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import text

from erp.kernel.errors import Forbidden, Refused
from erp.kernel.languages import LANGUAGES, LOCALES
from erp.kernel.unit_of_work import UnitOfWork


def choose_language(work: UnitOfWork, *, language: str, locale: str) -> UUID:
    """Keep one's own language and way of writing; an empty choice follows the browser, or the language.

    What is stored and sent to programs does not change: only what pages show and how typed numbers are read.
    Raises: Forbidden for who is no person; Refused for a language or locale that is not offered.
    """
    if work.actor.user_id is None:
        raise Forbidden("Only a person chooses a language.")
    if language and language not in LANGUAGES:
        raise Refused("Choose one of the languages offered.", field="language")
    if locale and locale not in LOCALES:
        raise Refused("Choose one of the ways of writing offered.", field="locale")
    work.execute(
        text("UPDATE identity.user_account SET language = :language, locale = :locale WHERE id = :id"),
        {"language": language, "locale": locale, "id": work.actor.user_id},
    )
    return work.actor.user_id
