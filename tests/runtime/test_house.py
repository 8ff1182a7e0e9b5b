"""`erp up` as an operator knows it: it comes up, stays up, stops in order, and forgets nothing.

Only Linux ends children with their parent, but the start after a crash must work without that too.
"""

import os
import pwd
import random
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from erp.runtime import direct_connection
from erp.runtime.child_process import started_at
from erp.runtime.installation import Installation, RunningChild
from erp.runtime.ports import listen
from tests.runtime.house import ROOT, House

ORDER = ["postgres", "valkey", "web", "worker", "worker-long", "relay"]


@pytest.fixture
def port():
    listener, free = listen("127.0.0.1", 21_000)
    listener.close()
    return free


@pytest.fixture
def start(data_root, port):
    """Starts the house over one and the same data folder, and leaves nothing of it behind."""
    started = []

    def begin(**environ):
        started.append(House(data_root, environ.pop("port", port), **environ))
        return started[-1]

    yield begin
    for house in started:
        house.close()


def connect(house):
    return direct_connection.connect(house.kept["superuser_url"])


def write_a_row(house):
    with connect(house) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS public.kept (figure numeric)")
        connection.execute("INSERT INTO public.kept VALUES (12.34)")


def figures(house):
    with connect(house) as connection:
        return [str(figure) for (figure,) in connection.execute("SELECT figure FROM public.kept").fetchall()]


def test_it_comes_up_private_and_stops_in_reverse_order(start, data_root):
    house = start().wait_until_up()
    assert house.status() == 200
    assert list(house.children) == ORDER
    assert (data_root / "run" / "house.json").stat().st_mode & 0o777 == 0o600
    sockets = Path(house.kept["socket_folder"])
    assert sockets.stat().st_mode & 0o777 == 0o700
    for pid in house.children.values():
        environ = Path(f"/proc/{pid}/environ")
        if environ.exists():  # only the migrations are told the owner's password
            assert b"DATABASE_ADMIN_URL" not in environ.read_bytes()
    pids = house.children

    second = start()
    assert second.process.wait(60) == 2
    second.wait_for(lambda: second.says("it is already running at http://"), "the refusal")

    assert house.stop() == 0
    said = [line.partition("| ")[2].removesuffix(" has stopped") for line in house.lines if "has stopped" in line]
    assert said == list(reversed(ORDER))
    assert all(started_at(pid) is None for pid in pids.values())
    assert not sockets.exists()
    assert house.says("erp         | stopped")


def test_every_program_that_is_killed_comes_back_with_nothing_lost(start):
    house = start().wait_until_up()
    write_a_row(house)
    for name in ORDER:
        killed = house.kill(name)
        house.wait_until_mended(name, killed)
    assert figures(house) == ["12.34"]
    assert house.stop() == 0


def test_it_comes_up_by_itself_after_the_supervisor_was_killed(start):
    first = start().wait_until_up()
    write_a_row(first)
    before, sockets = first.children, Path(first.kept["socket_folder"])
    first.stop(signal.SIGKILL)

    second = start().wait_until_up()
    assert figures(second) == ["12.34"]
    assert second.status() == 200
    assert all(started_at(pid) is None for pid in before.values())
    assert not sockets.exists()
    assert second.stop() == 0


def test_a_port_in_use_and_programs_of_an_earlier_run_are_said_and_overcome(start, port, data_folder):
    sleeper = ["sleep", "300"]
    with socket.socket() as other, subprocess.Popen(sleeper) as orphan, subprocess.Popen(sleeper) as stranger:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        other.bind(("127.0.0.1", port))
        other.listen()
        # Where the kernel does not end children with their parent, this is what a killed supervisor leaves behind;
        # the second pid began at another instant than the one that was kept, so it is not ours to stop.
        Installation(
            RunningChild("supervisor", 1, "never"),
            children=[RunningChild("relay", orphan.pid, started_at(orphan.pid)),
                      RunningChild("web", stranger.pid, "0")],
        ).write(data_folder.run)
        house = start().wait_until_up()
        assert house.says(f"relay of an earlier run (process {orphan.pid}) was still there and has been stopped")
        assert orphan.wait(5) == -signal.SIGTERM
        assert stranger.poll() is None
        stranger.terminate()
        assert house.says(f"port {port} is in use; taking {port + 1}")
        assert house.kept["web_address"] == f"http://127.0.0.1:{port + 1}/"
        assert house.status() == 200


@pytest.mark.soak
def test_twenty_kills_lose_nothing_that_was_committed(start):
    """Somebody keeps writing while programs, and twice the supervisor, are killed: what was acknowledged is there."""
    chance = random.Random(20261121)
    house = start().wait_until_up()
    with connect(house) as connection:
        connection.execute("CREATE TABLE public.kept (figure integer)")
    acknowledged = []
    for turn in range(20):
        victim = "supervisor" if turn in (7, 14) else chance.choice(ORDER)
        if victim == "supervisor":
            house.stop(signal.SIGKILL)
            house = start().wait_until_up()
        else:
            killed = house.kill(victim)
            for figure in range(turn * 100, turn * 100 + 100):
                try:
                    with connect(house) as connection:
                        connection.execute("INSERT INTO public.kept VALUES (%s)", [figure])
                    acknowledged.append(figure)
                except psycopg.OperationalError:
                    continue
            house.wait_until_mended(victim, killed)
    with connect(house) as connection:
        there = {figure for (figure,) in connection.execute("SELECT figure FROM public.kept").fetchall()}
    assert len(acknowledged) > 500
    assert set(acknowledged) - there == set()
    assert house.stop() == 0


def test_it_runs_on_servers_of_the_operators_own(start, make_own_servers):
    urls = make_own_servers()
    house = start(DATABASE_URL=urls.application, DATABASE_ADMIN_URL=urls.owner).wait_until_up()
    assert list(house.children) == ["valkey", "web", "worker", "worker-long", "relay"]
    assert house.status("readyz") == 200


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can make a plain user to run as")
def test_a_plain_user_runs_it_from_a_clone(tmp_path_factory):
    if subprocess.run(["test", "-x", sys.executable], user="nobody", check=False).returncode != 0:
        pytest.skip(f"a plain user cannot run this Python ({sys.executable}) or read this clone")
    if shutil.which("useradd") is None:
        pytest.skip("there is no useradd here")
    name = "erp-test-plain"
    subprocess.run(["useradd", "--create-home", name], check=True)
    try:
        home = Path(pwd.getpwnam(name).pw_dir)
        done = subprocess.run(
            [sys.executable, "-c", PLAIN_USER], cwd=home, user=name, group=name, extra_groups=[], text=True,
            capture_output=True, check=False, timeout=180,
            env={"PATH": os.environ["PATH"], "HOME": str(home), "PYTHONPATH": str(ROOT)},
        )
        assert done.returncode == 0, done.stdout + done.stderr
        assert done.stdout.splitlines()[-1] == "200 0"
    finally:
        subprocess.run(["userdel", "--remove", name], check=False, capture_output=True)


PLAIN_USER = """
from pathlib import Path
from tests.runtime.house import House
house = House(Path.home() / "data", 21900).wait_until_up()
status = house.status()
owner = {path.stat().st_uid for path in (house.data_root / "postgres").iterdir()}
assert owner == {__import__("os").getuid()}
print(status, house.stop())
"""
