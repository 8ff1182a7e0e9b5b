"""The worker process: tells later-listeners what happened and does long work, woken through RQ.

It works in its own process, not in a fork for each message: the database connection and the imported product
stay warm, and macOS, whose libraries do not survive a fork, is treated like everyone else. A worker that is
killed loses nothing, because attempts and leases stand in the database.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from uuid import UUID

import click
import redis
from rq import SimpleWorker
from rq.serializers import JSONSerializer

from erp.app import build_services
from erp.config import QUEUES, Settings
from erp.kernel.assembly import Services
from erp.kernel.jobs import run_job
from erp.wake import wake_workers


@cache
def services() -> Services:
    """The product as this process runs it, put together once."""
    settings = Settings.from_environment()
    return build_services(settings, wake=wake_workers(settings))


def deliver(delivery_id: str) -> None:
    """Tell one listener of one event, if it is still to be told."""
    services().units.deliver(UUID(delivery_id))


def do_job(job_id: str) -> None:
    """Do one piece of long work, unless another worker has it."""
    run_job(services(), UUID(job_id))


@click.command("worker")
@click.argument("queues", nargs=-1, type=click.Choice(QUEUES))
def worker(queues: Sequence[str]) -> None:
    """Do what pages leave for later, from QUEUES (all of them when none is named), until asked to stop."""
    settings = Settings.from_environment()
    services()
    connection = redis.Redis.from_url(settings.require_redis_url())
    taker = SimpleWorker(list(queues or QUEUES), connection=connection, serializer=JSONSerializer)
    taker.work(logging_level="WARNING")
