"""One thing the doctor looked at."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Verdict(Enum):
    """How it stands: `LACKING` costs a feature and says which, `BROKEN` must be cured before the product is used."""

    FINE = "fine"
    LACKING = "lacking"
    BROKEN = "broken"


@dataclass(frozen=True)
class Finding:
    """What was looked at, how it stands, and what to do about it."""

    subject: str
    verdict: Verdict
    text: str
    cure: str = ""


def fine(subject: str, text: str) -> Finding:
    return Finding(subject, Verdict.FINE, text)


def lacking(subject: str, text: str, cure: str) -> Finding:
    return Finding(subject, Verdict.LACKING, text, cure)


def broken(subject: str, text: str, cure: str) -> Finding:
    return Finding(subject, Verdict.BROKEN, text, cure)
