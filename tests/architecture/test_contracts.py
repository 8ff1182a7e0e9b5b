"""The import contracts hold, and each of them bites: broken on purpose in a copy, it names the import."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LINT = Path(sys.executable).with_name("lint-imports")

# For each contract: the file that breaks it, and what it must not import.
PLANTED = {
    "layers": ("erp/kernel/clock.py", "erp.finance.api"),
    "door-identity": ("erp/overview/planted.py", "erp.identity.manifest"),
    "door-organization": ("erp/overview/planted.py", "erp.organization.manifest"),
    "door-terms": ("erp/overview/planted.py", "erp.terms.manifest"),
    "door-dossier": ("erp/overview/planted.py", "erp.dossier.manifest"),
    "door-inventory": ("erp/overview/planted.py", "erp.inventory.manifest"),
    "door-crm": ("erp/overview/planted.py", "erp.crm.manifest"),
    "door-finance": ("erp/overview/planted.py", "erp.finance.manifest"),
    "ledger-stock": ("erp/inventory/planted.py", "erp.inventory.stock.models"),
    "ledger-cost": ("erp/inventory/planted.py", "erp.inventory.valuation.models"),
    "ledger-journal": ("erp/finance/planted.py", "erp.finance.ledger.models"),
    "parts": ("erp/terms/api.py", "erp.terms.planted"),
    "web": ("erp/inventory/planted.py", "erp.web.pages"),
    "adapters": ("erp/inventory/planted.py", "erp.adapters.mail"),
    "runtime": ("erp/inventory/planted.py", "erp.runtime.ports"),
    "business": ("erp/inventory/planted.py", "flask"),
    "events": ("erp/inventory/events.py", "sqlalchemy"),
}
# The other half of a circle that `parts` must see.
ALSO = {"erp/terms/planted.py": "import erp.terms.api\n"}


@pytest.fixture
def copy(tmp_path):
    shutil.copytree(ROOT / "erp", tmp_path / "erp",
                    ignore=shutil.ignore_patterns("__pycache__", "static", "*.html", "*.sql"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def contracts():
    configured = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return configured["tool"]["importlinter"]["contracts"]


def lint(folder):
    done = subprocess.run([str(LINT), "--no-cache"], cwd=folder, capture_output=True, text=True, check=False,
                          env={**os.environ, "PYTHONPATH": str(folder), "COLUMNS": "200", "NO_COLOR": "1"})
    return done.returncode, done.stdout + done.stderr


def test_every_contract_holds(copy):
    code, said = lint(copy)
    assert code == 0, said


def test_every_contract_bites(copy):
    assert {contract["id"] for contract in contracts()} == set(PLANTED)
    for file, target in PLANTED.values():
        with (copy / file).open("a", encoding="utf-8") as source:
            source.write(f"\nimport {target}\n")
    for file, text in ALSO.items():
        (copy / file).write_text(text, encoding="utf-8")
    code, said = lint(copy)
    assert code != 0
    # Each broken contract is reported under its name, underlined.
    for contract in contracts():
        name = re.escape(contract["name"])
        report = re.search(rf"^{name}\n-+\n(.*?)(?=^[^\n]+\n-{{5,}}\n|\Z)", said, re.DOTALL | re.MULTILINE)
        assert report is not None, f"not caught: {contract['name']}\n{said}"
        file, target = PLANTED[contract["id"]]
        importer = file.removesuffix(".py").replace("/", ".")
        flat = " ".join(report.group(1).split())
        if contract["id"] == "parts":  # a circle is told by the dependency whose removal would break it
            assert "No cycles are allowed in erp.terms" in flat, flat
            assert re.search(r"\.planted -> \.api|\.api -> \.planted", flat), flat
        else:
            assert f"{importer} -> {target}" in flat, f"{contract['name']} does not name the import: {flat}"


def test_a_new_module_must_take_its_place_in_the_order(copy):
    (copy / "erp" / "newcomer").mkdir()
    (copy / "erp" / "newcomer" / "__init__.py").write_text('"""A module nobody gave a place."""\n')
    code, said = lint(copy)
    assert code != 0
    assert "newcomer" in said
