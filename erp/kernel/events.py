"""Domain events: what happened, who is told within the transaction, who is told later.

A module declares its events in ``events.py`` and lists whom it listens to in ``subscriptions.py``. Nothing is
registered by import side effect, and there is no decorator to search for.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from erp.kernel.plain import from_plain, to_plain

Handler = Callable[..., None]


@dataclass(frozen=True)
class Event:
    """Base of all domain events: frozen, past tense, plain values only, decimals and ids included, no personal data.

    ``version`` counts incompatible changes; ``document`` names the field that identifies the document, whose
    deliveries run in order and whose trail shows the event.
    """

    version: ClassVar[int] = 1
    document: ClassVar[str]

    company_id: UUID
    occurred_on: date

    @classmethod
    def name(cls) -> str:
        return f"{cls.__module__.split('.')[1]}.{cls.__name__}"

    @property
    def document_id(self) -> UUID:
        value: UUID = getattr(self, self.document)
        return value


@dataclass(frozen=True)
class Subscription:
    """One listener of one kind of event."""

    event: type[Event]
    handler: Handler
    later: bool
    affects_close: bool = False

    @property
    def name(self) -> str:
        return f"{self.handler.__module__.removeprefix('erp.')}.{self.handler.__name__}"


def during(event: type[Event], *handlers: Handler) -> list[Subscription]:
    """Run in the publisher's transaction, in the order listed; a failure undoes everything."""
    return [Subscription(event, handler, later=False) for handler in handlers]


def later(event: type[Event], *handlers: Handler, affects_close: bool = False) -> list[Subscription]:
    """Run after the commit, each in its own transaction, retried until done or dead.

    A period does not close over an undelivered event whose listener ``affects_close``.
    """
    return [Subscription(event, handler, later=True, affects_close=affects_close) for handler in handlers]


class Bus:
    """The routing table, built once from the modules' subscription lists, lower modules first."""

    def __init__(self, subscriptions: Iterable[Subscription], events: Iterable[type[Event]] = ()) -> None:
        self.during: dict[type[Event], list[Subscription]] = defaultdict(list)
        self.later: dict[type[Event], list[Subscription]] = defaultdict(list)
        self.types: dict[str, type[Event]] = {event.name(): event for event in events}
        self._later_by_name: dict[tuple[str, str], Subscription] = {}
        seen: set[tuple[str, str]] = set()
        for subscription in subscriptions:
            event_name = subscription.event.name()
            if (event_name, subscription.name) in seen:
                raise ValueError(f"{subscription.name} subscribes twice to {event_name}")
            seen.add((event_name, subscription.name))
            self.types[event_name] = subscription.event
            if subscription.later:
                self.later[subscription.event].append(subscription)
                self._later_by_name[event_name, subscription.name] = subscription
            else:
                self.during[subscription.event].append(subscription)

    def subscriber(self, event_name: str, name: str) -> Subscription | None:
        """The later-listener of that name, or None if the present version of the product has none."""
        return self._later_by_name.get((event_name, name))

    def map(self) -> list[tuple[str, str, str]]:
        """Every subscription as (event, when, listener), in the order of execution: to read aloud and to compare."""
        rows = []
        for event_name in sorted(self.types):
            event = self.types[event_name]
            rows += [(event_name, "during", s.name) for s in self.during[event]]
            rows += [(event_name, "later", s.name) for s in self.later[event]]
        return rows


def encode(event: Event) -> dict[str, Any]:
    """The event's body as plain values."""
    body: dict[str, Any] = to_plain(event)
    return body


def decode(cls: type[Event], body: dict[str, Any]) -> Event:
    """The event as it was published."""
    event: Event = from_plain(cls, body)
    return event
