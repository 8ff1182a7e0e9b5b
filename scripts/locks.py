"""Write the hashed locks anew: for the product, for development, and for a machine without Node 20.

The locks hold versions and hashes only: no index address and no trace of where they were resolved.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCKS = {
    "requirements.lock": ["pyproject.toml"],
    "requirements-dev.lock": ["pyproject.toml", "--group", "pyproject.toml:dev"],
    "requirements-node.lock": ["requirements-node.in"],
}


def main() -> None:
    """Resolve each lock; versions already locked stay unless --upgrade is given."""
    for lock, sources in LOCKS.items():
        subprocess.run(
            [str(ROOT / ".venv" / "bin" / "uv"), "pip", "compile", *sources, "--universal",
             "--generate-hashes", "--no-emit-index-url", "--no-annotate", "--no-header",
             "--python-version", "3.11",
             "--quiet", "--output-file", lock, *sys.argv[1:]],
            cwd=ROOT, check=True,
        )


if __name__ == "__main__":
    main()
