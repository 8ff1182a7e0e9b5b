"""Identifiers grow, whatever the machine's clock does."""

import time
from concurrent.futures import ThreadPoolExecutor

from erp.kernel import identifiers
from erp.kernel.identifiers import new_id


def test_identifiers_of_one_process_only_grow():
    made = [new_id() for _ in range(20_000)]
    assert made == sorted(set(made))


def test_identifiers_of_several_threads_are_distinct():
    with ThreadPoolExecutor(8) as pool:
        made = [i for batch in pool.map(lambda _: [new_id() for _ in range(2_000)], range(8)) for i in batch]
    assert len(set(made)) == 16_000


def test_a_clock_set_back_does_not_reverse_them(monkeypatch):
    before = new_id()
    monkeypatch.setattr(identifiers.time, "time_ns", lambda: 0)
    after = new_id()
    assert after > before


def test_version_variant_and_instant_stand_where_rfc_9562_says():
    made = new_id()
    assert made.version == 7
    assert made.variant == "specified in RFC 4122"
    assert abs((made.int >> 80) - time.time_ns() // 1_000_000) < 60_000
