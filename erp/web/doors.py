"""What the shell must be told by modules that stand above it: who is there, and where they work.

``erp.app`` hands in identity's gate and organization's api; the shell knows only these shapes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from flask import current_app

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from erp.config import Settings
    from erp.kernel.actor import Actor
    from erp.kernel.assembly import Services
    from erp.kernel.module import NavItem


class Visitor(Protocol):
    """A person or program the gate has recognized, and where they chose to work."""

    @property
    def actor(self) -> Actor: ...
    @property
    def display_name(self) -> str: ...
    @property
    def session_id(self) -> UUID | None: ...
    @property
    def company_id(self) -> UUID | None: ...
    @property
    def branch_id(self) -> UUID | None: ...
    @property
    def must_change_password(self) -> bool: ...
    @property
    def language(self) -> str: ...
    @property
    def locale(self) -> str: ...


class Gate(Protocol):
    """Identity's door: turns a token into a visitor, or into nobody."""

    def by_session(self, session: Session, token: str, now: datetime) -> Visitor | None: ...
    def by_api_token(self, session: Session, token: str, now: datetime) -> Visitor | None: ...


class Company(Protocol):
    """A legal entity as the top bar shows it."""

    @property
    def id(self) -> UUID: ...
    @property
    def code(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def currency(self) -> str: ...
    @property
    def minor_units(self) -> int: ...


class Branch(Protocol):
    """A place of business of a company, whose clock decides what day it is there."""

    @property
    def id(self) -> UUID: ...
    @property
    def company_id(self) -> UUID: ...
    @property
    def code(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def time_zone(self) -> str: ...


class Places(Protocol):
    """Organization's door: the companies and branches there are, and what day it is in them."""

    def companies(self, session: Session, /) -> Sequence[Company]: ...
    def branch(self, session: Session, branch_id: UUID, /) -> Branch: ...
    def branches(self, session: Session, company_id: UUID | None, /) -> Sequence[Branch]: ...
    def business_date(self, session: Session, branch_id: UUID, now: datetime, /) -> date: ...


@dataclass(frozen=True)
class House:
    """Everything the shell was given at the start, kept in ``app.extensions``."""

    settings: Settings
    services: Services
    gate: Gate
    places: Places
    permissions: frozenset[str]
    menu: Mapping[str, tuple[NavItem, ...]]  # section -> its pages


def house() -> House:
    """The house the present request is served by."""
    standing: House = current_app.extensions["erp"]
    return standing
