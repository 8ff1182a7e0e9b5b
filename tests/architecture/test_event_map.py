"""The event catalogue and the subscription map as they were last reviewed.

A changed event or a lost subscription shows here. After a change that is meant, write the file anew with
``python -m tests.architecture.test_event_map`` and let the difference be read.
"""

import json
from dataclasses import fields
from pathlib import Path

from erp.app import build_bus

REVIEWED = Path(__file__).with_name("event_map.json")


def present():
    bus = build_bus()
    return {
        "events": {
            name: {"version": event.version, "document": event.document,
                   "fields": {field.name: str(field.type) for field in fields(event)}}
            for name, event in sorted(bus.types.items())
        },
        "subscriptions": [list(row) for row in bus.map()],
    }


def test_events_and_subscriptions_are_as_reviewed():
    assert present() == json.loads(REVIEWED.read_text(encoding="utf-8"))


def test_every_declared_event_is_known_to_the_bus():
    from erp.kernel.events import Event

    declared = {e.name() for e in Event.__subclasses__() if e.__module__.startswith("erp.")}
    assert declared <= set(build_bus().types)


if __name__ == "__main__":
    REVIEWED.write_text(json.dumps(present(), indent=1, sort_keys=True) + "\n", encoding="utf-8")
