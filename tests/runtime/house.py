"""The whole house as an operator starts it, in a process of its own, with its terminal read by the test."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

from erp.runtime.child_process import started_at

ROOT = Path(__file__).resolve().parents[2]
# What the machine running the tests may have set must not lead to its own servers.
FOREIGN = ("DATABASE_URL", "DATABASE_ADMIN_URL", "REDIS_URL", "ERP_TEST_DATABASE_URL")


class House:
    """One run of `erp up`."""

    def __init__(self, data_root, port, **environ):
        self.data_root = data_root
        self.lines = []
        clean = {name: value for name, value in os.environ.items() if name not in FOREIGN}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "erp.cli", "up"], cwd=ROOT, text=True,
            env={**clean, "ERP_DATA_DIR": str(data_root), "ERP_PORT": str(port), "ERP_WEB_PROCESSES": "1",
                 "ERP_DEMO": "no", **environ},
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True,
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self):
        for line in self.process.stdout:
            self.lines.append(line.rstrip("\n"))

    def wait_for(self, condition, what, seconds=90):
        deadline = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > deadline or (self.process.poll() is not None and not condition()):
                raise AssertionError(f"not seen: {what}; the terminal says:\n" + "\n".join(self.lines[-60:]))
            time.sleep(0.05)

    def says(self, text):
        return any(text in line for line in self.lines)

    def wait_until_up(self):
        self.wait_for(lambda: self.says("the pages are at "), "the address of the pages")
        return self

    def kill(self, name):
        """Kill one of its programs as nothing ever should, and give the pid."""
        pid = self.children[name]
        os.kill(pid, signal.SIGKILL)
        return pid

    def wait_until_mended(self, name, killed):
        """Wait until the killed program runs again and the pages are ready."""
        self.wait_for(lambda: self.children.get(name, killed) != killed, f"{name} started again")
        self.wait_for(lambda: self.status("readyz") == 200, f"readiness after {name} was killed")

    @property
    def kept(self):
        """What the supervisor wrote for others to read."""
        return json.loads((self.data_root / "run" / "house.json").read_text())

    @property
    def children(self):
        return {child["name"]: child["pid"] for child in self.kept["children"]}

    def status(self, path="healthz"):
        try:
            with urllib.request.urlopen(self.kept["web_address"] + path, timeout=10) as answer:
                return answer.status
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return None

    def stop(self, number=signal.SIGINT, seconds=60):
        """Ask for the end as Ctrl-C does, and give the exit code."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        code = self.process.wait(seconds)
        self._reader.join(10)
        return code

    def close(self):
        """Leave nothing running, whatever the test did."""
        kept = self.kept if (self.data_root / "run" / "house.json").exists() else {"children": []}
        if self.process.poll() is None:
            self.stop()
        for child in kept["children"]:
            if started_at(child["pid"]) == child["began"]:
                os.kill(child["pid"], signal.SIGKILL)
