"""What a stranger gets: a start that says what is missing, checked browser files, and a wheel that is complete."""

import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
VENDOR = ROOT / "erp" / "web" / "static" / "vendor"


def load_assets():
    spec = importlib.util.spec_from_file_location("assets_under_test", ROOT / "scripts" / "assets.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_a_python_without_its_venv_module_is_told_the_exact_line(tmp_path):
    shutil.copytree(ROOT / "scripts", tmp_path / "scripts")
    start = ("import sys, runpy; sys.modules['ensurepip'] = None; sys.argv = ['bootstrap.py', 'run']; "
             "sys.path.insert(0, 'scripts'); runpy.run_path('scripts/bootstrap.py', run_name='__main__')")
    done = subprocess.run([sys.executable, "-c", start], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "comes without its venv module" in done.stderr
    if shutil.which("apt-get"):
        assert re.search(r"^    (sudo )?apt-get install -y python3(\.\d+)?-venv$", done.stderr, re.MULTILINE)
    assert not (tmp_path / ".venv").exists()


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock", "requirements-node.lock"])
def test_a_python_lock_pins_every_package_by_hash_and_names_no_address(lock):
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert "://" not in text
    assert not [line for line in text.splitlines() if line.startswith("-")]
    packages = re.findall(r"^(\S+==[^\s\\]+)(.*?)(?=^\S|\Z)", text, re.MULTILINE | re.DOTALL)
    assert packages
    assert [name for name, rest in packages if "--hash=sha256:" not in rest] == []


def test_the_development_lock_holds_what_the_product_runs_with():
    def versions(lock):
        return set(re.findall(r"^(\S+==[^\s;\\]+)", (ROOT / lock).read_text(encoding="utf-8"), re.MULTILINE))

    assert versions("requirements.lock") <= versions("requirements-dev.lock")


def test_the_npm_lock_has_an_integrity_hash_for_every_package_and_no_download_address():
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    packages = {name: entry for name, entry in lock["packages"].items() if name}
    assert packages
    assert [name for name, entry in packages.items() if not entry["integrity"].startswith("sha512-")] == []
    assert [name for name, entry in packages.items() if "resolved" in entry] == []


def test_a_browser_file_that_was_changed_is_refused(tmp_path):
    assets = load_assets()
    assets.MODULES, assets.VENDOR, assets.MANIFEST = tmp_path / "modules", tmp_path / "vendor", tmp_path / "assets.json"
    (tmp_path / "modules").mkdir()
    (tmp_path / "modules" / "library.js").write_text("alert('not what was locked')")
    assets.MANIFEST.write_text(json.dumps({
        "files": {"library.js": {"from": "library.js", "sha256": "0" * 64}}, "icons": []}))
    with pytest.raises(SystemExit, match=r"library\.js has sha256 [0-9a-f]{64}, but assets\.json expects 0{64}"):
        assets.copy_assets()
    assert not assets.VENDOR.exists()


def test_every_icon_that_a_page_shows_is_in_the_sprite():
    known = set(json.loads((ROOT / "assets.json").read_text(encoding="utf-8"))["icons"])
    shown = set()
    for path in [*(ROOT / "templates").rglob("*.html"), *(ROOT / "erp").rglob("*.py"),
                 *(ROOT / "erp" / "web" / "static").glob("*.js")]:
        shown |= set(re.findall(r"(?:\bicon\(['\"]|icons\.svg#)([a-z0-9-]+)", path.read_text(encoding="utf-8")))
    assert shown - known == set()


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    if not (VENDOR / ".complete").exists():
        pytest.skip("the browser files are not there: make assets")
    folder = tmp_path_factory.mktemp("wheel")
    done = subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "-qq", "--no-deps", "--no-build-isolation", "--no-index",
         "--wheel-dir", str(folder), str(ROOT)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (built,) = folder.glob("*.whl")
    return built


def test_the_wheel_holds_templates_migrations_and_browser_files(wheel):
    inside = set(zipfile.ZipFile(wheel).namelist())
    for folder in ("templates", "migrations"):
        wanted = {f"erp/bundled/{path.relative_to(ROOT).as_posix()}" for path in (ROOT / folder).rglob("*")
                  if path.is_file() and "__pycache__" not in path.parts}
        assert wanted - inside == set()
    static = {path.relative_to(ROOT).as_posix() for path in (ROOT / "erp").rglob("*")
              if path.is_file() and "__pycache__" not in path.parts}
    assert static - inside == set()


def test_the_product_finds_its_parts_when_it_runs_from_the_wheel(wheel, tmp_path):
    zipfile.ZipFile(wheel).extractall(tmp_path / "site")
    script = ("from erp.config import bundled_dir, checkout_dir, static_dir; from erp.runtime.migrate import "
              "newest_revision; from erp.cli import main; assert checkout_dir() is None; "
              "assert (bundled_dir('templates') / 'layouts').is_dir(); "
              "assert (static_dir() / 'vendor' / 'htmx.min.js').is_file(); print(newest_revision()); main()")
    environ = {**os.environ, "PYTHONPATH": str(tmp_path / "site"), "PYTHONSAFEPATH": "1"}
    done = subprocess.run([sys.executable, "-c", script, "--help"], cwd=tmp_path, env=environ,
                          capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    newest = max(path.name for path in (ROOT / "migrations" / "versions").glob("0*.py"))
    assert done.stdout.splitlines()[0] == newest.partition("_")[0]
    assert "doctor" in done.stdout
