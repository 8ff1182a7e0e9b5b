"""Time-ordered identifiers made by the application, so that a row's id is known before it is written.

UUID version 7 (RFC 9562, 5.7): 48 bits of Unix milliseconds, then 74 bits of which the upper twelve count the
identifiers of one millisecond. The big ledgers are partitioned on these ids, and pages key on them, so the
clock behind them must never go backwards: where the system clock does, the last instant is kept and counted on.
"""

import os
import threading
import time
from uuid import UUID

_lock = threading.Lock()
_last_tick = 0  # milliseconds << 12 | counter


def new_id() -> UUID:
    """Return an identifier greater than every one this process has made before."""
    global _last_tick
    with _lock:
        _last_tick = max(_last_tick + 1, (time.time_ns() // 1_000_000) << 12)
        tick = _last_tick
    random_bits = int.from_bytes(os.urandom(8), "big") & 0x3FFF_FFFF_FFFF_FFFF
    return UUID(int=(tick >> 12) << 80 | 0x7 << 76 | (tick & 0xFFF) << 64 | 0b10 << 62 | random_bits)


def _forget_after_fork() -> None:
    """A forked worker must not hold a lock its parent held at the moment of the fork."""
    global _lock
    _lock = threading.Lock()


os.register_at_fork(after_in_child=_forget_after_fork)
