"""Invariants of the event log: nothing that happened is left untold."""

from erp.overview.verify.invariant import Invariant

EVENTS = (
    Invariant(
        "deliveries", "events", "Every event has a delivery for each of its later-listeners",
        "Somebody who should have been told (an e-mail, a feed) never will be.",
        "SELECT count(*) FROM kernel.event WHERE name IN (SELECT name FROM later_listener)",
        """
        SELECT e.name || ' ' || e.id AS what, s.subscriber AS expected, 'no delivery' AS found
        FROM kernel.event e JOIN later_listener s ON s.name = e.name
        LEFT JOIN kernel.delivery d ON d.event_id = e.id AND d.subscriber = s.subscriber
        WHERE d.id IS NULL
          AND e.id >= (SELECT min(f.event_id::text)::uuid FROM kernel.delivery f WHERE f.subscriber = s.subscriber)""",
    ),
    Invariant(
        "delivery-event", "events", "Every delivery has its event",
        "A listener would be told of something that did not happen.",
        "SELECT count(*) FROM kernel.delivery",
        """
        SELECT d.subscriber AS what, d.event_id::text AS expected, 'no event' AS found
        FROM kernel.delivery d LEFT JOIN kernel.event e ON e.id = d.event_id WHERE e.id IS NULL""",
    ),
    Invariant(
        "value-event", "events", "Every movement of value names an event that happened",
        "Stock value moved and nobody can say through what.",
        "SELECT count(*) FROM inventory.cost_posting",
        """
        SELECT 'cost posting' AS what, p.source_event_id::text AS expected, 'no event' AS found
        FROM inventory.cost_posting p LEFT JOIN kernel.event e ON e.id = p.source_event_id WHERE e.id IS NULL
        UNION ALL
        SELECT 'cost entry ' || c.id, c.source_event_id::text, 'no cost posting'
        FROM inventory.cost_entry c LEFT JOIN inventory.cost_posting p ON p.source_event_id = c.source_event_id
        WHERE p.source_event_id IS NULL""",
    ),
)
