"""Finding a port for the pages: the one asked for, or the next that is free."""

from __future__ import annotations

import errno
import socket

from erp.config import ConfigurationError

TRIES = 50


def listen(host: str, port: int) -> tuple[socket.socket, int]:
    """Open the listening socket that the web server inherits, so that nobody takes the port in between.

    Raises: ConfigurationError when this host or none of the next ports can be listened on.
    """
    for candidate in range(port, min(port + TRIES, 65_536)):
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        listener = socket.socket(family, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, candidate))
            listener.listen(1024)
        except OSError as error:
            listener.close()
            if error.errno in {errno.EADDRINUSE, errno.EACCES} and candidate < port + TRIES - 1:
                continue
            raise ConfigurationError(
                f"cannot listen on {host} port {candidate} ({error.strerror}): set ERP_HOST and ERP_PORT"
            ) from error
        return listener, candidate
    raise ConfigurationError(f"no free port from {port} on: set ERP_PORT")
