"""Work left for later is done: by the worker that was woken, or, where the hint was lost, after the relay's sweep."""

import os
import subprocess
import sys
import time
from dataclasses import replace
from uuid import UUID

import pytest
from sqlalchemy import text

from erp.app import build_services
from erp.config import QUEUE_LONG, Settings
from erp.finance.consolidated_billing.run_billing import JOB
from erp.kernel.jobs import enqueue_job
from erp.runtime.child_process import spawn
from erp.runtime.house_programs import make_valkey
from erp.wake import wake_workers
from tests.runtime.house import ROOT

NO_COMPANY = UUID(int=1)


@pytest.fixture
def valkey(data_folder):
    sockets = data_folder.socket_folder()
    server = make_valkey(data_folder, sockets)
    process = spawn(server.command(), os.environ, account=data_folder.account, output=subprocess.DEVNULL)
    deadline = time.monotonic() + 30
    while not server.answers():
        assert time.monotonic() < deadline
        time.sleep(0.02)
    yield server
    process.terminate()
    process.wait(20)
    server.socket.unlink(missing_ok=True)
    sockets.rmdir()


@pytest.fixture
def run(database, valkey):
    """Runs `erp worker` or `erp relay` on this test's servers; each must stop politely."""
    started = []

    def begin(*words):
        environ = {**os.environ, "DATABASE_URL": database.application_url, "REDIS_URL": valkey.url}
        started.append(subprocess.Popen([sys.executable, "-m", "erp.cli", *words], cwd=ROOT, env=environ))

    yield begin
    for process in started:
        process.terminate()
    assert [process.wait(20) for process in started] == [0] * len(started)


@pytest.fixture
def settings(data_folder, database, valkey):
    return Settings(data_folder.root, database_url=database.application_url, redis_url=valkey.url)


def ask_for_billing(settings, database, system, *, hint):
    wake = wake_workers(settings if hint else replace(settings, redis_url=None))
    services = build_services(settings, bind=database.engine, wake=wake)
    return services.units.run(
        system, lambda work: enqueue_job(work, JOB, {"company_id": str(NO_COMPANY), "on": "2026-03-16"}))


def wait_until_done(database, job_id, seconds=60):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        with database.engine.connect() as connection:
            row = connection.execute(
                text("SELECT status, result, error FROM kernel.job WHERE id = :id"), {"id": job_id}).one()
        if row.status not in ("queued", "running"):
            return tuple(row)
        time.sleep(0.05)
    raise AssertionError("nobody did the work")


def test_a_worker_that_is_woken_does_the_work(settings, database, system, run):
    run("worker", QUEUE_LONG)
    job_id = ask_for_billing(settings, database, system, hint=True)
    assert wait_until_done(database, job_id) == ("done", {"issued": 0, "refused": []}, None)


def test_the_relay_finds_work_that_no_worker_was_told_of(settings, database, system, run):
    job_id = ask_for_billing(settings, database, system, hint=False)
    run("worker")
    run("relay")
    assert wait_until_done(database, job_id) == ("done", {"issued": 0, "refused": []}, None)


def test_a_step_is_committed_though_nobody_can_be_woken(settings, database, system):
    away = replace(settings, redis_url="redis://127.0.0.1:1/0")
    services = build_services(away, bind=database.engine, wake=wake_workers(away))
    job_id = services.units.run(system, lambda work: enqueue_job(work, JOB, {}))
    with database.engine.connect() as connection:
        assert connection.scalar(text("SELECT status FROM kernel.job WHERE id = :id"), {"id": job_id}) == "queued"
