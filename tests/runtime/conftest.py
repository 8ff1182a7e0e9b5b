"""A data folder of a test's own that the servers' account can reach when the tests run as root."""

import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

import pytest

from erp.config import APPLICATION_ROLE, OWNER_ROLE
from erp.runtime.data_folder import open_data_folder
from erp.runtime.database_roles import ensure_database, ensure_roles
from erp.runtime.postgres_server import PostgresServer, embedded_programs


@pytest.fixture
def data_root():
    """A path that does not exist yet, in a folder of ours; pytest's own temporary folders let nobody else in."""
    parent = Path(tempfile.mkdtemp(prefix="erp-test-", dir="/tmp"))
    if os.geteuid() == 0:
        parent.chmod(0o711)
    yield parent / "data"
    shutil.rmtree(parent, ignore_errors=True)


@pytest.fixture
def data_folder(data_root):
    return open_data_folder(data_root)


@pytest.fixture
def make_server(data_folder):
    """Makes servers over one and the same cluster, as successive supervisors would, and stops them all."""
    made, folders = [], []

    def make():
        sockets = data_folder.socket_folder()
        folders.append(sockets)
        cluster = data_folder.server_folder(data_folder.postgres) / "cluster"
        server = PostgresServer(
            data_folder.server_programs(embedded_programs()), cluster, sockets,
            data_folder.secret("postgres"), data_folder.account,
        )
        made.append(server)
        return server

    yield make
    for server in reversed(made):
        server.stop()
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)


@dataclass(frozen=True)
class OwnServers:
    """A database on a server that the operator looks after: its owner's address and the application's."""

    owner: str
    application: str
    superuser: str


@pytest.fixture
def make_own_servers(make_server):
    """Makes a server, its two roles and an empty database, as docs/operators.md tells an operator to."""

    def make():
        server = make_server()
        server.start()
        with server.connect("postgres") as connection:
            ensure_roles(connection, "the owner's", "the application's")
            ensure_database(connection, "erp")
        return OwnServers(
            server.url(OWNER_ROLE, "the owner's", "erp"),
            server.url(APPLICATION_ROLE, "the application's", "erp"),
            server.superuser_url(),
        )

    return make
