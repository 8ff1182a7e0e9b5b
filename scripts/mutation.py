"""Change the pure functions a little, one change after the other, and see that a unit test notices each.

What is changed stands in pyproject.toml under [tool.mutmut]: `only_mutate` names the files, and
`pytest_add_cli_args_test_selection` the tests that have to notice. Add a file together with its tests. A change that
no test notices is listed by `mutmut results` and shown by `mutmut show <name>`. Ends in failure where a larger share
than SURVIVORS_ALLOWED went unnoticed.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MUTMUT = ROOT / ".venv" / "bin" / "mutmut"
SURVIVORS_ALLOWED = 0.30  # a rounding mode named otherwise, a message worded otherwise: some changes mean nothing


def main() -> int:
    """Run mutmut over what pyproject.toml names; 1 where too much went unnoticed."""
    shutil.rmtree(ROOT / "mutants", ignore_errors=True)
    ran = subprocess.run([str(MUTMUT), "run"], cwd=ROOT, check=False)
    if ran.returncode:
        return ran.returncode
    subprocess.run([str(MUTMUT), "export-cicd-stats"], cwd=ROOT, check=True)
    figures = json.loads((ROOT / "mutants" / "mutmut-cicd-stats.json").read_text(encoding="utf-8"))
    killed, survived = figures["killed"] + figures.get("timeout", 0), figures["survived"]
    made = killed + survived + figures.get("no_tests", 0)
    share = (made - killed) / made if made else 1.0
    print(f"{made} changes, {killed} noticed, {made - killed} not ({share:.0%}; at most {SURVIVORS_ALLOWED:.0%})")
    return int(share > SURVIVORS_ALLOWED)


if __name__ == "__main__":
    sys.exit(main())
