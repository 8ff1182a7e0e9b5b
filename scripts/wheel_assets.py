"""Building the wheel: its browser assets must be inside, fetched now where the source tree lacks them."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).resolve().parent.parent


class WheelAssets(BuildHookInterface):  # type: ignore[type-arg]
    """Runs before the files of a wheel are collected."""

    def dependencies(self) -> list[str]:
        """Node from a package, for this build only, where the machine has none that will do."""
        assets = _assets()
        if assets.is_complete() or assets.machine_npm() is not None:
            return []
        return [line for line in (ROOT / "requirements-node.in").read_text(encoding="ascii").split() if line]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Complete the vendor folder; an editable install leaves that to `make assets`."""
        assets = _assets()
        if version == "editable" or assets.is_complete():
            return
        assets.fetch(assets.machine_npm() or assets.packaged_npm(sys.executable))


def _assets() -> ModuleType:
    spec = importlib.util.spec_from_file_location("erp_assets", ROOT / "scripts" / "assets.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError("scripts/assets.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
