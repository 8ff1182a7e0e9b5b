"""Gapless series have no gap after a step was undone; sequences may."""

import pytest

from erp.kernel.identifiers import new_id
from erp.kernel.numbering import draw_gapless, draw_numbers


def test_an_undone_step_leaves_no_gap(services, system):
    company, branch = new_id(), new_id()

    def draw(fail=False):
        with services.units.begin(system) as work:
            number = draw_gapless(work, company_id=company, branch_id=branch, kind="sales_invoice", fiscal_year=2026)
            if fail:
                raise RuntimeError("undone")
            return number

    assert draw() == 1
    with pytest.raises(RuntimeError):
        draw(fail=True)
    assert draw() == 2


def test_several_at_once_are_consecutive(work):
    company, branch = new_id(), new_id()
    key = {"company_id": company, "branch_id": branch, "kind": "sales_invoice", "fiscal_year": 2026}
    assert draw_gapless(work, **key, count=3) == 1
    assert draw_gapless(work, **key) == 4


def test_a_sequence_gives_as_many_as_asked(work):
    numbers = draw_numbers(work, "sales_order", 3)
    assert len(set(numbers)) == 3
    assert all(number.startswith("SO-") for number in numbers)
