"""The relay process: finds what no worker was told of, and starts what is due by the calendar.

What repeats is named in each module's manifest; `kernel.relay` takes each due time once, whatever the number of
relays.
"""

from __future__ import annotations

import logging
import signal
import threading
import time

import click
from sqlalchemy.exc import OperationalError

from erp.app import build_services
from erp.config import Settings
from erp.kernel.relay import SWEEP_SECONDS, run_schedules, sweep
from erp.wake import wake_workers

CALENDAR_SECONDS = 5

log = logging.getLogger(__name__)


@click.command("relay")
def relay() -> None:
    """Find work nobody was told of, and start what is due by the calendar, until asked to stop."""
    settings = Settings.from_environment()
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    services = build_services(settings, wake=wake_workers(settings))
    next_sweep = time.monotonic()
    while not stop.is_set():
        try:
            if time.monotonic() >= next_sweep:
                sweep(services)
                next_sweep = time.monotonic() + SWEEP_SECONDS
            run_schedules(services, services.clock.now())
        except OperationalError as error:  # the database is away for a while: it is waited for
            log.warning("the database does not answer; trying again: %s", str(error.orig).strip())
        stop.wait(CALENDAR_SECONDS)
