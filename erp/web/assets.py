"""Scripts and styles: named by their content, so that a browser keeps them for good and never shows an old one."""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
from functools import lru_cache
from pathlib import Path

from flask import Flask, Response, abort, request, send_from_directory, url_for

from erp.config import static_dir
from erp.web.routing import public

_SQUEEZED = frozenset({".css", ".js", ".mjs", ".svg", ".json", ".wasm"})
_FOR_GOOD = "public, max-age=31536000, immutable"


def install_assets(app: Flask) -> None:
    """Serve ``erp/web/static`` at /static, and give templates ``asset(name)``."""
    app.add_url_rule("/static/<path:filename>", endpoint="static", view_func=public(serve))
    app.jinja_env.globals["asset"] = asset


def asset(name: str) -> str:
    """The address of a file of ours, with the mark of its content."""
    return url_for("static", filename=name, v=_mark(name))


def serve(filename: str) -> Response:
    """One file, squeezed where that helps."""
    kept = "v" in request.args
    if Path(filename).suffix in _SQUEEZED and request.accept_encodings["gzip"]:
        content = _squeezed(filename)
        if content is None:
            abort(404)
        kind = "text/javascript" if filename.endswith((".js", ".mjs")) else mimetypes.guess_type(filename)[0]
        response = Response(content, mimetype=kind or "application/octet-stream")
        response.headers["Content-Encoding"] = "gzip"
        response.headers["Vary"] = "Accept-Encoding"
        response.set_etag(hashlib.sha256(content).hexdigest()[:32])
        response.make_conditional(request)
    else:
        response = send_from_directory(static_dir(), filename)
    response.headers["Cache-Control"] = _FOR_GOOD if kept else "no-cache"
    return response


@lru_cache(maxsize=512)
def _mark(name: str) -> str:
    path = static_dir() / name
    return hashlib.sha256(path.read_bytes()).hexdigest()[:10] if path.is_file() else "none"


@lru_cache(maxsize=256)
def _squeezed(filename: str) -> bytes | None:
    root = static_dir().resolve()
    path = (root / filename).resolve()
    if not path.is_relative_to(root) or not path.is_file():
        return None
    return gzip.compress(path.read_bytes(), 9, mtime=0)
