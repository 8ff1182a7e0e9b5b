"""Waking a worker: one message through RQ for each delivery and each piece of long work.

A message is only a hint. The truth stands in `kernel.delivery` and `kernel.job`; a hint that nobody took within
a minute is dropped, and the relay's sweep gives another while there is still something to do.
"""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import redis
from rq import Queue
from rq.serializers import JSONSerializer

from erp.config import QUEUE_DELIVERIES, QUEUE_LONG, Settings

HINT_SECONDS = 60
DELIVERY_SECONDS = 280  # a little less than the lease of a delivery
LONG_SECONDS = 6 * 3600
FAILURE_SECONDS = 24 * 3600


def wake_workers(settings: Settings) -> Callable[[list[UUID], list[UUID]], None] | None:
    """A function (delivery ids, job ids) for the unit of work; None where no Redis is configured."""
    if settings.redis_url is None:
        return None
    # Short timeouts: a person waits for this after the commit, and the sweep makes good for a lost hint.
    connection = redis.Redis.from_url(settings.redis_url, socket_connect_timeout=1, socket_timeout=2)
    deliveries, long_work = (
        Queue(name, connection=connection, serializer=JSONSerializer)
        for name in (QUEUE_DELIVERIES, QUEUE_LONG)
    )

    def wake(delivery_ids: list[UUID], job_ids: list[UUID]) -> None:
        if delivery_ids:
            deliveries.enqueue_many([
                Queue.prepare_data("erp.worker.deliver", args=(str(delivery_id),), timeout=DELIVERY_SECONDS,
                                   ttl=HINT_SECONDS, result_ttl=0, failure_ttl=FAILURE_SECONDS)
                for delivery_id in delivery_ids
            ])
        if job_ids:
            long_work.enqueue_many([
                Queue.prepare_data("erp.worker.do_job", args=(str(job_id),), timeout=LONG_SECONDS,
                                   ttl=HINT_SECONDS, result_ttl=0, failure_ttl=FAILURE_SECONDS)
                for job_id in job_ids
            ])

    return wake
