"""Long work outlives its worker: whoever falls silent loses it within half a minute, whoever lives keeps it."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from erp.kernel.actor import Actor
from erp.kernel.assembly import Services
from erp.kernel.db import new_session
from erp.kernel.jobs import LEASE_SECONDS, JobTakenOver, Progress, enqueue_job, run_job, waiting_jobs
from erp.kernel.relay import sweep

Work = Callable[[Services, Progress, Mapping[str, Any]], Any]


class WokenWorkers:
    """Who was woken for which job."""

    def __init__(self) -> None:
        self.jobs: list[UUID] = []

    def __call__(self, deliveries: list[UUID], jobs: list[UUID]) -> None:
        self.jobs += jobs


def house_with(services: Services, work: Work) -> Services:
    """The product with one more kind of long work."""
    return replace(services, jobs={**services.jobs, "sample": work})


def ask(services: Services, system: Actor) -> UUID:
    return services.units.run(system, lambda work: enqueue_job(work, "sample", {"n": 1}))


def job(services: Services, job_id: UUID) -> Any:
    with new_session(services.engine) as session:
        return session.execute(text("SELECT * FROM kernel.job WHERE id = :id"), {"id": job_id}).one()


def let_pass(services: Services, seconds: float) -> None:
    """The same as if nothing had been heard of any job for so long: its marks lie that much further back."""
    with new_session(services.engine) as session:
        session.execute(
            text("UPDATE kernel.job SET seen_at = seen_at - make_interval(secs => :seconds)"), {"seconds": seconds}
        )
        session.commit()


def waiting(services: Services) -> list[UUID]:
    with new_session(services.engine) as session:
        return waiting_jobs(session)


class Killed(BaseException):
    """The process is gone: nothing is written any more."""


def die(services: Services, progress: Progress, arguments: Mapping[str, Any]) -> None:
    progress.report(1, 3, "a third")
    raise Killed


def test_a_killed_worker_s_job_is_taken_up_after_its_lease(services: Services, system: Actor) -> None:
    job_id = ask(services, system)
    with pytest.raises(Killed):
        run_job(house_with(services, die), job_id)
    left = job(services, job_id)
    assert (left.status, left.done_steps) == ("running", 1)

    let_pass(services, LEASE_SECONDS - 5)
    assert waiting(services) == []
    assert run_job(house_with(services, die), job_id) == "skipped"

    let_pass(services, 6)
    woken = WokenWorkers()
    services.units._wake = woken
    sweep(services)
    assert woken.jobs == [job_id]
    assert run_job(house_with(services, lambda *_: {"did": "all"}), job_id) == "done"
    assert job(services, job_id).result == {"did": "all"}
    assert waiting(services) == []


def test_a_worker_that_reports_keeps_its_job(services: Services, system: Actor) -> None:
    job_id = ask(services, system)
    stolen: list[str] = []

    def slow(house: Services, progress: Progress, arguments: Mapping[str, Any]) -> None:
        for step in range(3):
            let_pass(services, LEASE_SECONDS - 5)
            stolen.append(run_job(house, job_id))
            progress.report(step, 3)

    assert run_job(house_with(services, slow), job_id) == "done"
    assert stolen == ["skipped", "skipped", "skipped"]


def test_who_was_taken_for_dead_stops_and_writes_nothing(services: Services, system: Actor) -> None:
    job_id = ask(services, system)

    def second(*_: object) -> dict[str, str]:
        return {"by": "second"}

    def first(house: Services, progress: Progress, arguments: Mapping[str, Any]) -> dict[str, str]:
        let_pass(services, LEASE_SECONDS + 1)
        assert run_job(house_with(services, second), job_id) == "done"
        progress.report(1, 2)
        return {"by": "first"}

    assert run_job(house_with(services, first), job_id) == "taken over"
    assert job(services, job_id).result == {"by": "second"}


def test_a_silent_worker_that_was_overtaken_does_not_overwrite_the_result(services: Services, system: Actor) -> None:
    job_id = ask(services, system)

    def first(house: Services, progress: Progress, arguments: Mapping[str, Any]) -> dict[str, str]:
        let_pass(services, LEASE_SECONDS + 1)
        assert run_job(house_with(services, lambda *_: {"by": "second"}), job_id) == "done"
        return {"by": "first"}

    assert run_job(house_with(services, first), job_id) == "taken over"
    assert job(services, job_id).result == {"by": "second"}


def test_the_lease_is_renewed_beside_the_work(
    services: Services, system: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Work that reports nothing for long keeps its lease: a heartbeat stands beside it."""
    monkeypatch.setattr("erp.kernel.jobs.BEAT_SECONDS", 0.01)
    job_id = ask(services, system)

    def silent(*_: object) -> None:
        let_pass(services, LEASE_SECONDS + 1)
        for _ in range(10_000):
            if not waiting(services):
                return
        raise AssertionError("the lease was not renewed")

    assert run_job(house_with(services, silent), job_id) == "done"


def test_a_lost_lease_is_said(services: Services, system: Actor) -> None:
    job_id = ask(services, system)

    def first(house: Services, progress: Progress, arguments: Mapping[str, Any]) -> None:
        let_pass(services, LEASE_SECONDS + 1)
        run_job(house_with(services, lambda *_: None), job_id)
        with pytest.raises(JobTakenOver, match="taken over by another worker"):
            progress.report(1, 2)

    run_job(house_with(services, first), job_id)
