"""Two pickers in one wave are sent to different bins, and nobody's absence blocks a bin for long."""

from datetime import timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from erp.inventory.picking.claim_pick import STALE, claim_pick
from erp.inventory.picking.confirm import Pick, confirm_picks
from erp.inventory.picking.queries import pick_task
from erp.inventory.picking.release_claim import release_claim
from erp.kernel.actor import Actor
from erp.kernel.assembly import Services
from erp.kernel.clock import FixedClock
from erp.kernel.errors import Forbidden, NotFound
from erp.kernel.identifiers import new_id
from erp.kernel.unit_of_work import UnitOfWork
from tests.builders.inventory import put_stock
from tests.builders.inventory_dock import Dock, a_dock, a_wave, wanted

MAY_PICK = frozenset({"inventory.pick.confirm"})
ANNA, BERT = Actor("anna", permissions=MAY_PICK), Actor("bert", permissions=MAY_PICK)


@pytest.fixture
def dock(services: Services, system: Actor) -> Dock:
    return services.units.run(system, a_dock)


@pytest.fixture
def wave_id(services: Services, system: Actor, dock: Dock) -> UUID:
    """Three picks, walked A-01, A-02, B-01."""

    def build(work: UnitOfWork) -> UUID:
        quantities = []
        for bin_code in ("A-01", "A-02", "B-01"):
            item_id = dock.item(work)
            put_stock(work, dock.place, item_id, 5, bin_code=bin_code)
            quantities.append((item_id, 2))
        return a_wave(work, dock, wanted(work, dock, quantities)).id

    return services.units.run(system, build)


def claimed(services: Services, picker: Actor, wave_id: UUID) -> str | None:
    """The bin the picker is sent to."""

    def claim(work: UnitOfWork) -> str | None:
        task_id = claim_pick(work, wave_id)
        return pick_task(work.session, task_id).bin_code if task_id else None

    return services.units.run(picker, claim)


def test_each_picker_is_sent_to_another_bin_and_back_to_ones_own(services: Services, wave_id: UUID) -> None:
    assert claimed(services, ANNA, wave_id) == "A-01"
    assert claimed(services, BERT, wave_id) == "A-02"
    assert claimed(services, ANNA, wave_id) == "A-01"
    assert claimed(services, Actor("carl", permissions=MAY_PICK), wave_id) == "B-01"
    assert claimed(services, Actor("dora", permissions=MAY_PICK), wave_id) is None


def test_two_asking_in_the_same_moment_get_different_bins(services: Services, wave_id: UUID) -> None:
    with services.units.begin(ANNA) as anna, services.units.begin(BERT) as bert:
        first, second = claim_pick(anna, wave_id), claim_pick(bert, wave_id)
    assert first is not None
    assert second is not None
    assert first != second


def test_who_confirms_goes_on_to_what_nobody_is_on_the_way_to(services: Services, wave_id: UUID) -> None:
    claimed(services, BERT, wave_id)
    services.units.run(ANNA, lambda work: confirm_picks(work, [Pick(claim_pick(work, wave_id), Decimal(2))]))
    assert claimed(services, ANNA, wave_id) == "B-01"


def test_leaving_gives_the_bin_to_others(services: Services, wave_id: UUID) -> None:
    claimed(services, ANNA, wave_id)
    services.units.run(ANNA, lambda work: release_claim(work, wave_id))
    assert claimed(services, BERT, wave_id) == "A-01"


def test_a_claim_in_another_wave_is_given_up(
    services: Services, system: Actor, dock: Dock, wave_id: UUID
) -> None:
    def build(work: UnitOfWork) -> UUID:
        item_id = dock.item(work)
        put_stock(work, dock.place, item_id, 5, bin_code="B-01")
        return a_wave(work, dock, wanted(work, dock, [(item_id, 1)])).id

    other_wave = services.units.run(system, build)
    claimed(services, ANNA, wave_id)
    assert claimed(services, ANNA, other_wave) == "B-01"
    assert claimed(services, BERT, wave_id) == "A-01"


def test_a_stale_claim_binds_nobody(services: Services, clock: FixedClock, wave_id: UUID) -> None:
    claimed(services, ANNA, wave_id)
    clock.at += STALE
    assert claimed(services, BERT, wave_id) == "A-02"
    clock.at += timedelta(seconds=1)
    assert claimed(services, Actor("carl", permissions=MAY_PICK), wave_id) == "A-01"


def test_a_claim_needs_the_permission_in_the_waves_branch(services: Services, wave_id: UUID) -> None:
    elsewhere = Actor("eve", branch_permissions={new_id(): MAY_PICK})
    with pytest.raises(Forbidden):
        claimed(services, elsewhere, wave_id)
    with pytest.raises(NotFound):
        claimed(services, ANNA, new_id())
