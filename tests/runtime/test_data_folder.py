"""Where the data lies: private from the first instant, reachable by the servers, nobody's permissions widened."""

import os
import stat

import pytest

from erp.config import ConfigurationError
from erp.runtime.data_folder import open_data_folder

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root has a dedicated account to run servers as")


def modes(folder):
    return {path: stat.S_IMODE(path.stat().st_mode) for path in [folder, *folder.parents]}


def test_opening_a_data_folder_changes_no_permission_above_it(data_root):
    before = modes(data_root.parent)
    open_data_folder(data_root)
    assert modes(data_root.parent) == before


def test_a_secret_is_made_once_and_kept(data_folder):
    first = data_folder.secret("valkey")
    assert len(first) >= 32
    assert data_folder.secret("valkey") == first
    assert data_folder.secret("postgres") != first


@as_root
def test_a_folder_the_servers_cannot_enter_is_refused_with_what_to_do(data_root):
    home = data_root.parent / "home"
    home.mkdir(mode=0o700)
    with pytest.raises(ConfigurationError, match="set ERP_DATA_DIR to a folder outside home folders"):
        open_data_folder(home / "data")
    assert stat.S_IMODE(home.stat().st_mode) == 0o700


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_made_is_refused_with_what_to_do():
    with pytest.raises(ConfigurationError, match="set ERP_DATA_DIR to a folder of your own"):
        open_data_folder("/proc/erp-data")
