"""The scanner as a device of its own: installable, at work without a network, and truthful about when it scanned.

The service worker keeps pages and files; the scans themselves wait on the device, each with the request key under
which it is sent, and go through the same addresses as the forms they come from.
"""

from __future__ import annotations

import hashlib
import json
import time
from datetime import datetime, timedelta
from functools import lru_cache

from flask import Blueprint, Response, g, jsonify, request
from flask_wtf.csrf import generate_csrf

from erp.config import static_dir
from erp.kernel.errors import Refused
from erp.web.assets import asset
from erp.web.doors import house
from erp.web.pages import render
from erp.web.routing import public, signed_in
from erp.web.visitors import require_visitor

device = Blueprint("web_scan_device", __name__, url_prefix="/scan")

LONGEST_WAIT = timedelta(days=30)
_KEPT = ("css/*.css", "css/mark.svg", "img/scan-*.png", "js/*.js", "js/scan/*.js", "vendor/tabler.min.css",
         "vendor/htmx.min.js", "vendor/icons.svg")  # fmt: skip


def scanned_at() -> datetime:
    """When the goods were scanned: now, less the seconds the scan waited on the device. Evidence, never a date.

    The device says how long ago and not when, because its clock may be wrong.
    Raises: Refused for a wait that cannot be.
    """
    waited = request.headers.get("Scan-Waited", "0")
    if not (waited.isascii() and waited.isdigit() and len(waited) <= 9):
        raise Refused("The scanner does not say how long ago this was scanned. Enter it on the page instead.")
    seconds = timedelta(seconds=int(waited))
    if seconds > LONGEST_WAIT:
        raise Refused("This was scanned more than 30 days ago. Look at the goods again and scan them anew.")
    return house().services.clock.now() - seconds


@device.before_app_request
def _note_the_time() -> None:
    g.page_as_of = time.time()


@device.after_app_request
def _tell_the_time(response: Response) -> Response:
    """When an answer of the scanner was true, on the server's own clock: later than every step it tells of."""
    if request.path.startswith("/scan"):
        response.headers["Server-Time"] = f"{time.time():.3f}"
    return response


@device.app_context_processor
def _as_of() -> dict[str, object]:
    return {"page_as_of": lambda: f"{g.get('page_as_of', 0):.3f}"}


@device.get("/manifest.webmanifest")
@public
def manifest() -> Response:
    """What a phone asks to put the scanner among its applications."""
    sizes = {"192": "any", "512": "any", "512-maskable": "maskable"}
    response = jsonify(
        {
            "id": "/scan",
            "name": "ERP scanner",
            "short_name": "Scanner",
            "start_url": "/scan",
            "scope": "/scan",
            "display": "standalone",
            "orientation": "portrait",
            "background_color": "#14233a",
            "theme_color": "#14233a",
            "icons": [
                {"src": asset(f"img/scan-{name}.png"), "type": "image/png", "purpose": purpose,
                 "sizes": "x".join([name.partition("-")[0]] * 2)}
                for name, purpose in sizes.items()
            ],
        }
    )  # fmt: skip
    response.mimetype = "application/manifest+json"
    return response


@device.get("/worker.js")
@public
def worker() -> Response:
    """The service worker, with the names of the files it keeps; a changed file makes it a new one."""
    response = Response(_worker(), mimetype="text/javascript")
    response.headers["Service-Worker-Allowed"] = "/scan"
    response.headers["Cache-Control"] = "no-cache"
    return response


@device.get("/offline")
@public
def offline() -> Response:
    """What is shown without a network where the page asked for was not taken along."""
    return render("web/scan_offline.html")


@device.get("/session.json")
@signed_in
def session() -> Response:
    """Whose scans may be sent now, and the proof that they come from our own pages, made anew."""
    visitor = require_visitor()
    return jsonify({"user": str(visitor.actor.user_id), "name": visitor.display_name, "csrf": generate_csrf()})


@device.get("/queue")
@signed_in
def queue() -> Response:
    """The scans on this device: those that wait, those the books refused, those that were sent."""
    return render("web/scan_queue.html")


@lru_cache(maxsize=1)
def _worker() -> str:
    root = static_dir()
    files = sorted({path.relative_to(root).as_posix() for kept in _KEPT for path in root.glob(kept)})
    addresses = [asset(name) for name in files] + [f"/static/{name}" for name in files if name.startswith("js/")]
    mark = hashlib.sha256(json.dumps(addresses).encode()).hexdigest()[:12]
    body = (root / "js" / "scan" / "worker.js").read_text(encoding="utf-8")
    return f"const KEPT_FILES = {json.dumps(addresses)};\nconst FILES_MARK = {json.dumps(mark)};\n{body}"
