"""Read worked examples from the files of a folder."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from erp.kernel.errors import Refused


class NotCovered(Exception):
    """The product has no rule for what the example asks."""


class NotOurChoice(Exception):
    """The example rests on a choice that the product does not offer."""


@dataclass(frozen=True)
class Step:
    """One thing that is done; what it is done with stands under plain names."""

    id: str
    do: str
    given: Mapping[str, Any]

    @property
    def must_be_refused(self) -> bool:
        return bool(self.given.get("expect_refused"))

    def number(self, name: str, default: str | None = None) -> Decimal:
        """A figure the step is given; without it, and without a default, the example cannot be carried out."""
        value = self.given.get(name, default)
        if value is None:
            raise NotCovered(f"{self.do} without {name}")
        return Decimal(str(value))


@dataclass(frozen=True)
class Case:
    """A worked example: what stands at first, what is done, and the figures that must follow."""

    id: str
    area: str
    description: str
    setup: Mapping[str, Any]
    steps: Sequence[Step]
    expect: Mapping[str, Any]
    choices: Sequence[tuple[str, str]]  # topic and choice it rests on

    @property
    def policies(self) -> Mapping[str, Any]:
        policies: Mapping[str, Any] = self.setup.get("policies", {})
        return policies

    @property
    def minor_units(self) -> int:
        return int(self.setup.get("currency", {}).get("minor", 2))


def read_cases(folder: Path) -> list[Case]:
    """Every example of every file of the folder and the folders in it, by file and in the order of the file.

    Raises: Refused where there is none, or a file is no file of examples.
    """
    files = sorted(folder.rglob("*.json"))
    if not files:
        raise Refused(f"{folder} holds no examples. Name a folder with .json files of worked examples.")
    return [case for file in files for case in _cases_of(file)]


def _cases_of(file: Path) -> list[Case]:
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
        return [_case(entry, content["area"]) for entry in content["cases"]]
    except (ValueError, KeyError, TypeError) as error:
        raise Refused(f"{file} is no file of worked examples: {error!r}.") from error


def _case(entry: Mapping[str, Any], area: str) -> Case:
    return Case(
        id=entry["id"],
        area=entry.get("area", area),
        description=entry.get("description", ""),
        setup=entry.get("setup", {}),
        steps=[Step(step["id"], step["do"], step) for step in entry.get("steps", [])],
        expect=entry["expect"],
        choices=[(policy["topic"], policy["choice"]) for policy in entry.get("policy", [])],
    )
