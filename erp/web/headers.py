"""What browsers are told about every answer: run only our own scripts and styles, frame nothing, guess nothing.

The scanner's pages alone may use the camera, and run the barcode reader, which is WebAssembly.
"""

from __future__ import annotations

from flask import Flask, Response, request

CONTENT_SECURITY_POLICY = "; ".join((
    "default-src 'self'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",  # the style sheet carries small pictures as data
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
))  # fmt: skip

_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_OF_SCANNERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY.replace(
        "script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'"
    ),
    "Permissions-Policy": _HEADERS["Permissions-Policy"].replace("camera=()", "camera=(self)"),
}


def install_headers(app: Flask, *, over_https: bool) -> None:
    """Add the headers to every answer; figures are never kept by a browser or a proxy."""

    @app.after_request
    def tell_the_browser(response: Response) -> Response:
        is_scanner = request.path == "/scan" or request.path.startswith("/scan/")
        for name, value in ({**_HEADERS, **_OF_SCANNERS} if is_scanner else _HEADERS).items():
            response.headers.setdefault(name, value)
        if request.endpoint != "static":
            response.headers.setdefault("Cache-Control", "no-store")
        if over_https:
            response.headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
        return response
