"""Every list goes through the one kit: it pages by key, sorts, shows chosen columns, and goes to a spreadsheet."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "templates"
VIEWS = sorted(path for path in (ROOT / "erp").rglob("*.py") if path.stem in {"views", "rest", "scan"})
KIT = {"erp/web/spreadsheet.py", "erp/finance/reports/views.py"}  # reports are no lists: they have a shape of their own


def calls(path, name):
    return [
        node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) == name
    ]


def lists():
    """The template of every list, with the view that shows it."""
    return {
        call.args[0].value if isinstance(call.args[0], ast.Constant) else ast.unparse(call.args[0]): path
        for path in VIEWS for call in calls(path, "render_list")
    }


def test_what_is_paged_is_shown_by_the_kit():
    wrong = [
        path.relative_to(ROOT).as_posix() for path in VIEWS
        if bool(calls(path, "page_by_key")) != bool(calls(path, "render_list"))
    ]
    assert wrong == []
    assert len(lists()) > 40


def test_every_list_is_drawn_by_the_one_macro():
    drawn = {
        path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html")
        if "tables.listing(" in path.read_text(encoding="utf-8")
    }
    assert drawn == set(lists())
    by_hand = [
        path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html")
        if re.search(r"in listing\.rows %\}\s*<tr", path.read_text(encoding="utf-8"))
        and path.name not in {"tables.html", "confirm_rows.html"}
    ]
    assert by_hand == []


def test_every_list_says_what_to_do_where_it_is_empty():
    silent = [
        name for name in lists()
        if re.search(r"tables\.listing\((?![^}]*empty=)", (TEMPLATES / name).read_text(encoding="utf-8"))
    ]
    assert silent == []


def test_nobody_pages_by_offset_or_writes_a_spreadsheet_of_their_own():
    own = []
    for path in sorted((ROOT / "erp").rglob("*.py")):
        name, source = path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")
        if path in VIEWS and ".offset(" in source:
            own.append(f"{name}: offset")
        if name not in KIT and re.search(r"\bcsv\.writer\(|\bWorkbook\(", source) and "/overview/" not in name:
            own.append(f"{name}: spreadsheet")
    assert own == []
