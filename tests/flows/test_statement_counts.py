"""No step of order to cash executes more statements when the order has more lines."""

from erp.overview.bench.order_to_cash import STEPS, Meter, run_cycle
from erp.overview.bench.world import make_world

# What each step executes today; a step may get cheaper, and the figure here with it, but not dearer unnoticed.
MOST = {"enter": 12, "submit": 21, "release": 11, "pick": 7, "pack": 6, "confirm": 48, "cash": 14}


def test_statements_do_not_grow_with_lines(services, proof):
    world = make_world(services, items=500, customers=2)
    meter = Meter(services)
    run_cycle(meter, world, 0, 1)
    counts = {}
    for lines in (1, 5, 50, 500):
        run_cycle(meter, world, lines, lines)
        counts[lines] = dict(meter.statements)
    meter.close()
    assert counts[1] == counts[5] == counts[50] == counts[500]
    assert {step: counts[5][step] for step in STEPS if counts[5][step] > MOST[step]} == {}
    proof(services)
