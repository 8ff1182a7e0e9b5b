"""What a view may do: read, and perform one step.

``perform`` opens the unit of work, claims the request key made when the form was rendered, runs the use case, keeps
the answer in the same transaction and gives it again to whoever repeats the request.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from collections.abc import Callable
from typing import Any, TypeVar

from flask import Response, current_app, flash, jsonify, request

from erp.kernel.errors import Refused
from erp.kernel.identifiers import new_id
from erp.kernel.request_key import claim_request, keep_answer
from erp.kernel.unfinished_form import finish_unfinished
from erp.kernel.unit_of_work import UnitOfWork
from erp.web.addresses import own_address
from erp.web.correlation import correlation_id
from erp.web.doors import house
from erp.web.languages import gettext
from erp.web.pages import send_to
from erp.web.places import (
    Place,
    business_date,
    chosen_day,
    current_branch,
    current_company,
    current_place,
    day_come,
    require_branch,
    visible_branches,
)
from erp.web.reading import read, stop_reading
from erp.web.unfinished import sent_form_key
from erp.web.visitors import bearer_token, current_actor

__all__ = [
    "Place", "business_date", "chosen_day", "current_actor", "current_branch", "current_company", "current_place",
    "day_come", "perform", "read", "rehearse", "require_branch", "visible_branches", "wants_json",
]  # fmt: skip

T = TypeVar("T")

_KEY = re.compile(r"[A-Za-z0-9._:-]{8,128}", re.ASCII)
_NOT_PART_OF_THE_STEP = frozenset({"csrf_token", "request_key", "shown_on"})


def perform(
    use_case: Callable[[UnitOfWork], T],
    *,
    then: Callable[[T], str] | None = None,
    said: str | Callable[[T], str] | None = None,
    fragment: Callable[[T], str] | None = None,
    answer: Callable[[T], dict[str, Any]] | None = None,
) -> Response:
    """Run a use case once for this request, however often the request is sent.

    A browser is sent on to ``then``; htmx is, too, unless ``fragment`` gives the piece of page to put in; a program
    gets ``answer`` as JSON. All of them are made inside the transaction and kept with the request's key.
    Raises: whatever the use case refuses; Conflict where the key came with another content.
    """
    key = _request_key()
    body_hash = _body_hash()
    kept_as = sent_form_key()
    company_id = current_company() if kept_as is not None else None

    def once(work: UnitOfWork) -> dict[str, Any]:
        earlier = claim_request(work, key, body_hash)
        if earlier is not None:
            return earlier.answer
        if kept_as is not None and company_id is not None:
            finish_unfinished(work, kept_as, company_id)
        result = use_case(work)
        given: dict[str, Any] = {
            "location": then(result) if then is not None else None,
            "said": said(result) if callable(said) else said,
            "fragment": fragment(result) if fragment is not None and is_htmx() else None,
            "body": answer(result) if answer is not None and wants_json() else None,
        }
        keep_answer(work, key, given)
        return given

    actor = current_actor()
    stop_reading()  # one connection at a time: the step takes its own
    return _respond(house().services.units.run(actor, once, correlation_id=correlation_id()))


def rehearse(use_case: Callable[[UnitOfWork], object], look: Callable[[UnitOfWork], T]) -> T:
    """What a step would do if it were taken now: it is taken, looked at and undone.

    Raises: whatever the use case refuses.
    """
    actor = current_actor()
    stop_reading()  # one connection at a time
    return house().services.units.rehearse(actor, use_case, look, correlation_id=correlation_id())


def new_request_key() -> str:
    """A key for one form, made when the form is rendered."""
    return str(new_id())


def is_htmx() -> bool:
    """Whether htmx asks, and wants a piece of a page."""
    return request.headers.get("HX-Request") == "true" and request.headers.get("HX-Boosted") != "true"


def wants_json() -> bool:
    """Whether a program asks: by token, by a JSON body, or by what it accepts."""
    if bearer_token() is not None or request.is_json:
        return True
    accepted = request.accept_mimetypes
    return accepted.best_match(["text/html", "application/json"], "text/html") == "application/json"


def _respond(given: dict[str, Any]) -> Response:
    if wants_json():
        said = gettext(given["said"]) if given["said"] else None
        return jsonify({"location": given["location"], "said": said, **(given["body"] or {})})
    if is_htmx() and given["fragment"] is not None:
        return Response(given["fragment"], mimetype="text/html")
    if given["said"]:
        flash(gettext(given["said"]), "success")
    location = given["location"] or own_address(request.form.get("shown_on")) or "/"
    if is_htmx():
        return Response(status=204, headers={"HX-Redirect": location})
    return send_to(location)


def _request_key() -> str:
    key = request.headers.get("Idempotency-Key") or request.form.get("request_key") or ""
    if not _KEY.fullmatch(key):
        raise Refused(
            "This request has no key, so it could act twice. Load the page again and repeat the step; "
            "a program sends a fresh Idempotency-Key of 8 to 128 letters, digits or . _ : -"
        )
    return key


def _body_hash() -> str:
    """What was sent, without the fields the shell adds: the same key with other content is no repetition."""
    if request.is_json:
        content: Any = request.get_json(silent=True)
    else:
        content = sorted((k, v) for k, v in request.form.items(multi=True) if k not in _NOT_PART_OF_THE_STEP)
        content += [
            (name, hashlib.sha256(_file_bytes(name, number)).hexdigest())
            for name in sorted(request.files)
            for number in range(len(request.files.getlist(name)))
        ]
    text = json.dumps([request.method, request.path, content], sort_keys=True, ensure_ascii=True)
    # Keyed, because what was sent may hold a password, which must not be guessable from what is kept.
    key = str(current_app.secret_key).encode()
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def _file_bytes(name: str, number: int) -> bytes:
    file = request.files.getlist(name)[number]
    content: bytes = file.read()
    file.seek(0)
    return content
