"""Every check and test, with the time each took.

    checks.py all        what `make test` runs: stops at nothing, and fails if any step failed
    checks.py soak       what takes longer: kills, pictures, load, mutation, each also alone
    checks.py soak-kills | soak-pictures | soak-load | soak-mutation
    checks.py check | unit | integration | flows | browser | postgres15
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv" / "bin"
PYTEST = (str(BIN / "python"), "-m", "pytest")


@dataclass(frozen=True)
class Step:
    """One command of a check; its exit code 5 (pytest found no test) is a failure like any other."""

    name: str
    words: tuple[str, ...]
    environ: dict[str, str] = field(default_factory=dict)


def pytest_step(
    name: str, *folders: str, environ: dict[str, str] | None = None, markers: str = "not soak"
) -> Step:
    """One run of pytest over those of the folders that exist."""
    present = [folder for folder in folders if (ROOT / folder).is_dir()]
    return Step(name, (*PYTEST, "-q", "--durations=12", "-m", markers, *present), environ or {})


CHECK = [
    Step("lint", (str(BIN / "ruff"), "check", ".")),
    Step("types", (str(BIN / "mypy"),)),
    Step("import contracts", (str(BIN / "lint-imports"), "--no-cache")),
]
UNIT = [pytest_step("unit and architecture", "tests/unit", "tests/architecture")]
INTEGRATION = [pytest_step("integration", "tests/integration", "tests/runtime")]
FLOWS = [pytest_step("flows and examples", "tests/flows", "tests/examples")]
BROWSER = [pytest_step("browser", "tests/browser")]

SIDE_BY_SIDE = 2  # runs of pytest: each has a database server of its own

# On two cores: kills about 5 minutes, pictures 10, load 1 1/2, mutation 5.
SOAK = {
    "soak-kills": [pytest_step("many kills and races", "tests/runtime", "tests/flows", "tests/integration",
                               markers="soak")],
    "soak-pictures": [pytest_step("four widths, both themes", "tests/browser", markers="soak")],
    "soak-load": [pytest_step("load", "tests/soak", markers="soak")],
    "soak-mutation": [Step("mutation", (str(BIN / "python"), "scripts/mutation.py"))],
}


def postgres15() -> list[Step]:
    """The integration tests on the oldest PostgreSQL that is supported, where its programs are installed."""
    programs = find_postgres(15)
    if programs is None:
        print("PostgreSQL 15 is not installed here: its run of the integration tests is skipped", flush=True)
        return []
    return [pytest_step("integration on PostgreSQL 15", "tests/integration",
                  environ={"ERP_TEST_POSTGRES_PROGRAMS": str(programs), "ERP_TEST_DATABASE_URL": ""})]


def find_postgres(major: int) -> Path | None:
    """The folder that holds bin/postgres of that version: Debian's place, or whatever PATH leads to."""
    candidates = [Path(f"/usr/lib/postgresql/{major}"), Path(f"/usr/pgsql-{major}"),
                  Path(f"/opt/homebrew/opt/postgresql@{major}")]
    on_path = shutil.which("postgres")
    if on_path:
        candidates.append(Path(on_path).resolve().parent.parent)
    for folder in candidates:
        program = folder / "bin" / "postgres"
        if program.is_file() and (folder / "bin" / "initdb").is_file():
            told = subprocess.run(
                [str(program), "--version"], capture_output=True, text=True, check=False
            ).stdout
            found = re.search(r"(\d+)", told)
            if found and int(found.group(1)) == major:
                return folder
    return None


def all_groups() -> list[list[Step]]:
    """Everything, in groups of which two run side by side, the longest first: whoever is done takes the next."""
    inside = pytest_step("unit, architecture and integration", "tests/unit", "tests/architecture", "tests/integration")
    around = pytest_step("flows, examples and runtime", "tests/flows", "tests/examples", "tests/runtime")
    return [[*CHECK, inside], BROWSER, postgres15(), [around]]


def steps(purpose: str) -> list[Step]:
    """The steps of each purpose, in the order in which a fault is cheapest to find."""
    if purpose == "soak":
        return [step for part in SOAK.values() for step in part]
    chosen = {
        "check": CHECK, "unit": UNIT, "integration": INTEGRATION, "flows": FLOWS, "browser": BROWSER, **SOAK,
    }
    return chosen[purpose] if purpose != "postgres15" else postgres15()


@dataclass(frozen=True)
class Outcome:
    """How a step ended."""

    name: str
    code: int
    seconds: float


def run(step: Step, *, at_once: bool) -> Outcome:
    """Run one step; its output appears as it comes, or, where several run side by side, in one piece at its end."""
    began = time.monotonic()
    environ = {**os.environ, **step.environ}
    environ.pop("PYTHONDONTWRITEBYTECODE", None)  # many processes start: compile the product once
    print(f"\n== {step.name}", flush=True)
    done = subprocess.run(
        step.words, cwd=ROOT, env=environ, check=False, stdin=subprocess.DEVNULL, text=True, errors="replace",
        stdout=None if at_once else subprocess.PIPE, stderr=None if at_once else subprocess.STDOUT,
    )
    if not at_once:
        print(f"\n== output of: {step.name}\n{done.stdout}", flush=True)
    return Outcome(step.name, done.returncode, time.monotonic() - began)


def main(purpose: str) -> int:
    """Run the steps, show their own output, end with what each took."""
    if purpose == "all":
        with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
            ran = pool.map(lambda group: [run(step, at_once=False) for step in group], all_groups())
            outcomes = [outcome for group in ran for outcome in group]
    else:
        outcomes = [run(step, at_once=True) for step in steps(purpose)]
    print()
    for outcome in outcomes:
        mark = "ok    " if outcome.code == 0 else "FAILED"
        print(f"{mark} {outcome.seconds:6.1f} s  {outcome.name}", flush=True)
    return 1 if any(outcome.code for outcome in outcomes) else 0


if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in {"all", "soak", "check", "unit", "integration", "flows",
                                                 "browser", "postgres15", *SOAK}:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1]))
