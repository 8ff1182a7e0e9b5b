"""The embedded database: private, and up again after anything that can happen to it."""

import os
import signal
import subprocess
from pathlib import Path

import psycopg
import pytest

from erp.config import ConfigurationError
from erp.runtime.child_process import started_at, wait_until_gone, working_in
from erp.runtime.data_folder import write_private


def write_a_row(server):
    with server.connect("postgres") as connection:
        connection.execute("CREATE TABLE kept (figure numeric)")
        connection.execute("INSERT INTO kept VALUES (12.34)")


def rows(server):
    with server.connect("postgres") as connection:
        return [str(figure) for (figure,) in connection.execute("SELECT figure FROM kept")]


def test_nobody_comes_in_but_through_the_private_socket_with_a_password(make_server, data_folder):
    server = make_server()
    server.start()
    assert server.socket_folder.stat().st_mode & 0o777 == 0o700
    assert server.data.stat().st_mode & 0o777 == 0o700
    assert (data_folder.root / "secrets").stat().st_mode & 0o777 == 0o700
    assert (data_folder.root / "secrets" / "postgres").stat().st_mode & 0o777 == 0o600
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(host=str(server.socket_folder), user="postgres", password="guessed", dbname="postgres")
    with server.connect("postgres") as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
    assert not list(data_folder.postgres.rglob("password"))


def test_what_was_committed_is_there_after_kill_9(make_server):
    server = make_server()
    server.start()
    write_a_row(server)
    server.process.kill()
    server.process.wait()
    again = make_server()
    again.start()
    assert rows(again) == ["12.34"]


def test_an_orphan_is_stopped_and_its_data_taken_over(make_server):
    orphan = make_server()
    orphan.start()
    write_a_row(orphan)
    pid, began = orphan.process.pid, started_at(orphan.process.pid)
    again = make_server()
    told = again.clear_leftovers()
    orphan.process.wait(5)
    assert told == f"an earlier PostgreSQL (process {pid}) was still running and has been stopped"
    assert wait_until_gone(pid, began, 5)
    again.start()
    assert rows(again) == ["12.34"]


def test_a_pid_file_that_names_a_stranger_does_not_keep_it_down(make_server):
    server = make_server()
    server.start()
    write_a_row(server)
    pid_file = server.data / "postmaster.pid"
    lines = pid_file.read_text().splitlines()
    server.process.kill()
    server.process.wait()
    while working_in(server.data):  # its helpers follow it within moments
        os.sched_yield()
    with subprocess.Popen(["sleep", "60"]) as stranger:
        lines[0] = str(stranger.pid)
        pid_file.write_text("\n".join(lines) + "\n")
        again = make_server()
        told = again.clear_leftovers()
        assert told == f"a pid file left by a crash named a stranger (process {stranger.pid}) and was removed"
        assert stranger.poll() is None
        stranger.send_signal(signal.SIGTERM)
    again.start()
    assert rows(again) == ["12.34"]


def test_data_of_another_version_is_refused_before_anything_is_touched(make_server):
    server = make_server()
    server.initialize()
    (server.data / "PG_VERSION").write_text("14\n")
    with pytest.raises(ConfigurationError, match="was made by PostgreSQL 14"):
        server.start()
    assert not (server.data / "postmaster.pid").exists()


def test_a_cluster_half_made_is_made_anew(make_server, data_folder):
    server = make_server()
    half = data_folder.server_folder(server.data.with_name("cluster.new"))
    write_private(half / "rubbish", "left by a crash", data_folder.account)
    assert server.initialize() is True
    assert server.initialize() is False
    assert not half.exists()


def test_root_runs_its_servers_from_a_copy_that_their_account_owns(make_server, data_folder):
    server = make_server()
    if os.geteuid() != 0:
        assert data_folder.account is None
        assert not data_folder.binaries.exists()
        return
    server.start()
    assert server.programs.is_relative_to(data_folder.binaries)
    owner = data_folder.account.uid
    assert owner != 0
    assert {path.stat().st_uid for path in (server.programs / "bin" / "postgres", server.data)} == {owner}
    status = Path(f"/proc/{server.process.pid}/status").read_text()
    assert f"Uid:\t{owner}\t{owner}\t{owner}\t{owner}" in status
