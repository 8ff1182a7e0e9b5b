"""Suggestions under a code field while somebody types; the field itself always sends the code."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Response, jsonify, request

MOST = 12
LONGEST_QUESTION = 64


def question() -> str:
    """What has been typed so far, without what no keyboard types: no text of the database can hold it."""
    typed = request.args.get("q", "")
    return "".join(sign for sign in typed if sign.isprintable()).strip()[:LONGEST_QUESTION]


def suggestions(found: Iterable[tuple[str, str] | tuple[str, str, str]]) -> Response:
    """Answer with (code, text) or (code, text, extra): the code is what the field will hold."""
    return jsonify([
        {"code": entry[0], "text": entry[1], "extra": entry[2] if len(entry) > 2 else ""}
        for entry, _ in zip(found, range(MOST), strict=False)
    ])  # fmt: skip
