"""How gunicorn serves the pages (`gunicorn -c python:erp.runtime.gunicorn_settings`).

Threads, because a request mostly waits for the database; a process is renewed now and then, so that a leak in a
library stays small.
"""

from __future__ import annotations

import contextlib
import os
from typing import Any

from erp.config import Settings

_settings = Settings.from_environment()

wsgi_app = "erp.app:create_app()"
bind = [os.environ.get("ERP_LISTEN", f"{_settings.host}:{_settings.port}")]
worker_class = "gthread"
workers = _settings.web_processes
threads = _settings.web_threads
timeout = 120
graceful_timeout = 15
keepalive = 5
max_requests = 20_000
max_requests_jitter = 2_000
control_socket_disable = True
accesslog = None
errorlog = "-"
loglevel = "warning"
proc_name = "erp-web"


def child_exit(_server: Any, worker: Any) -> None:
    """Forget the gauges of a process that ended, so that /metrics does not count it for ever."""
    if _settings.multiprocess_metrics_dir is not None:
        from prometheus_client import multiprocess

        with contextlib.suppress(OSError):
            multiprocess.mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]
