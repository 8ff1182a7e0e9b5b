"""The demo's first days, carried out through the use cases, resumed as after a crash, and proved."""

from sqlalchemy import text

from erp.kernel.jobs import Progress
from erp.overview.demo import load
from erp.overview.demo.load import ask_for_demo, load_demo


class Crash(Exception):
    """What the power cut looks like from inside."""


class CutOff(Progress):
    """Progress that loses power when a day begins."""

    def __init__(self, services, step):
        super().__init__(services, None)
        self.step = step

    def report(self, done, total, message=""):
        if done >= self.step:
            raise Crash


def figures(services):
    with services.engine.connect() as connection:
        return connection.execute(text("""
            SELECT (SELECT count(*) FROM crm.sales_order), (SELECT count(*) FROM finance.sales_invoice),
                   (SELECT count(*) FROM kernel.import_mark WHERE source = 'demo')""")).one()


def test_a_load_that_was_cut_off_goes_on_without_doubling_anything(services, proof, monkeypatch):
    days = load.plan_days(services.clock.now().date())[:3]
    monkeypatch.setattr(load, "plan_days", lambda today: days)
    steps = len(load.set_up_steps(days[0].on, days[-1].on))
    try:
        load_demo(services, CutOff(services, steps + 2), {})
    except Crash:
        half = figures(services)
    assert ask_for_demo(services) is not None  # there is something left to do
    whole = load_demo(services, Progress(services, None), {})
    assert whole["orders"] > half[0] > 0
    assert load_demo(services, Progress(services, None), {}) == whole
    assert ask_for_demo(services) is not None  # the job asked for above still waits; none is asked for twice
    proof(services)
