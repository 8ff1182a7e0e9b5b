"""A form must come from one of our own pages; a program with a token needs no such proof.

A request that carries an ``Authorization`` header is recognized by its token alone (its cookie is not looked at), so
no other site can make a browser send one on a person's behalf.
"""

from __future__ import annotations

from flask import Flask, request
from flask_wtf.csrf import CSRFProtect

from erp.web.visitors import bearer_token


def install_csrf(app: Flask) -> None:
    """Check every changing request before anything else looks at it."""
    app.config["WTF_CSRF_CHECK_DEFAULT"] = False
    app.config["WTF_CSRF_TIME_LIMIT"] = 12 * 3600  # a working day: an order left open over lunch must still save
    app.config["WTF_CSRF_SSL_STRICT"] = False
    protection = CSRFProtect(app)

    @app.before_request
    def check() -> None:
        if request.method not in {"GET", "HEAD", "OPTIONS", "TRACE"} and bearer_token() is None:
            protection.protect()
