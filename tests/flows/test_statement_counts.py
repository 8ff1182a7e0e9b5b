"""No step of order to cash executes more statements when the order has more lines."""

from erp.overview.bench.order_to_cash import Meter, run_cycle
from erp.overview.bench.world import make_world

# What each step executes, the benchmark's own look at the pick list included; docs/performance.md says how it came so.
EXECUTED = {"enter": 5, "submit": 13, "release": 11, "pick": 6, "pack": 6, "confirm": 34, "cash": 12}


def test_statements_do_not_grow_with_lines(services, proof):
    world = make_world(services, items=500, customers=2)
    meter = Meter(services)
    run_cycle(meter, world, 0, 1)
    counts = {}
    for lines in (1, 5, 50, 500):
        for _ in range(2):  # what the first remembers of customers and items, the second need not read
            run_cycle(meter, world, lines, lines)
        counts[lines] = dict(meter.statements)
    meter.close()
    assert counts == dict.fromkeys((1, 5, 50, 500), EXECUTED)
    proof(services)
