"""What imports cannot show: commits, floats, file names, templates."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted((ROOT / "erp").rglob("*.py"))
BUSINESS = [p for p in SOURCES if p.relative_to(ROOT / "erp").parts[0] in
            {"organization", "terms", "dossier", "inventory", "crm", "finance"}]
VAGUE = {"utils", "util", "helpers", "helper", "common", "misc", "base", "services", "managers", "handlers"}
# The kernel opens and closes transactions; the shell's sessions and sign-in marks live outside use cases; the
# servers' own supervisor talks to databases before there is a product on them.
MAY_COMMIT = ("erp/kernel/", "erp/runtime/", "migrations/", "erp/overview/bench/volume.py")  # volume: rows by COPY


def name_of(path):
    return path.relative_to(ROOT).as_posix()


def test_nobody_commits_outside_the_unit_of_work():
    commits = [
        name_of(path) for path in SOURCES
        if not name_of(path).startswith(MAY_COMMIT) and re.search(r"\.commit\(", path.read_text(encoding="utf-8"))
    ]
    assert commits == []


def test_business_code_knows_no_float():
    floats = []
    for path in BUSINESS:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, float):
                floats.append(f"{name_of(path)}:{node.lineno}")
            if isinstance(node, ast.Name) and node.id == "float":
                floats.append(f"{name_of(path)}:{node.lineno}")
    assert floats == []


def test_use_cases_do_not_read_the_clock():
    readers = [
        name_of(path) for path in BUSINESS
        if re.search(r"\b(date\.today|datetime\.now|datetime\.utcnow|time\.time)\(", path.read_text(encoding="utf-8"))
    ]
    assert readers == []


def test_file_names_say_something():
    vague = [name_of(path) for path in SOURCES if path.stem in VAGUE or path.parent.name in VAGUE]
    assert vague == []


def test_files_stay_small():
    large = [
        f"{name_of(path)}: {length}" for path in SOURCES
        if (length := len(path.read_text(encoding="utf-8").splitlines())) > 300
    ]
    assert large == []


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_every_module_says_what_it_is_for(path):
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))), f"{name_of(path)} has no docstring"


def test_every_template_is_used_and_lies_under_its_module():
    folder = ROOT / "templates"
    sources = "\n".join(path.read_text(encoding="utf-8") for path in SOURCES)
    templates = sorted(folder.rglob("*.html"))
    markup = "\n".join(path.read_text(encoding="utf-8") for path in folder.rglob("*.*") if path.suffix != ".css")
    modules = {path.parent.name for path in (ROOT / "erp").glob("*/__init__.py")} | {"layouts", "components"}
    unused = []
    for path in templates:
        name = path.relative_to(folder).as_posix()
        assert name.split("/")[0] in modules, f"{name} lies under no module"
        if f'"{name}"' not in sources and f'"{name}"' not in markup and f"'{name}'" not in markup:
            unused.append(name)
    assert unused == []


def test_templates_carry_no_script_and_no_style():
    loud = []
    for path in sorted((ROOT / "templates").rglob("*.html")):
        text = path.read_text(encoding="utf-8")
        is_paper = "print" in path.parts or "print" in path.stem or "email" in path.stem
        if re.search(r"<script(?![^>]*\bsrc=)", text) or re.search(r"\son\w+=", text) or "hx-on" in text:
            loud.append(path.relative_to(ROOT).as_posix())
        if not is_paper and re.search(r"\sstyle=", text):
            loud.append(path.relative_to(ROOT).as_posix())
    assert loud == []
