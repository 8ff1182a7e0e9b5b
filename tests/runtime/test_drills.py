"""`erp drill` as an operator runs it: programs are killed while the house works, and its books do not notice."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def drilled(*words: str) -> dict[str, object]:
    """Run a drill and give the figures it ends with."""
    done = subprocess.run(
        [sys.executable, "-m", "erp.cli", "drill", *words, "--json"], cwd=ROOT, capture_output=True, text=True,
        check=False, env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]
    figures: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return figures


@pytest.mark.soak
@pytest.mark.parametrize("times", [3, 50])
def test_kills_change_no_figure_and_lose_no_event(times: int) -> None:
    found = drilled("kill", "--times", str(times))
    assert sum(found["kills"].values()) == times  # type: ignore[attr-defined]
    assert found["different"] == {}
    assert (found["broken"], found["told_twice"]) == (0, 0)
    assert int(str(found["events"])) > 0


@pytest.mark.soak
def test_a_lost_database_is_restored_to_any_instant() -> None:
    found = drilled("restore")
    assert found["holds"]
    assert found["different"] == {"everything": {}, "as of 2011-01-14": {}, "traded on": {}}
    assert found["broken"] == 0
