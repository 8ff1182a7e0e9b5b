"""The pages' port: the one asked for, else the next, and held from then on."""

import socket

import pytest

from erp.config import ConfigurationError
from erp.runtime.ports import listen


def test_a_port_in_use_gives_the_next_free_one():
    first, port = listen("127.0.0.1", 28_000)
    second, next_port = listen("127.0.0.1", port)
    with first, second:
        assert next_port > port
        for held in (port, next_port):
            with socket.create_connection(("127.0.0.1", held), timeout=2):
                pass


def test_an_address_that_is_not_ours_is_refused_with_what_to_set():
    with pytest.raises(ConfigurationError, match="set ERP_HOST and ERP_PORT"):
        listen("192.0.2.1", 28_000)
