"""`erp backup` and `erp restore`: the embedded database, whole or as it was at an instant."""

from __future__ import annotations

from datetime import datetime

import click

from erp.config import Settings
from erp.runtime.backup.restore import restore_backup
from erp.runtime.backup.take import take_backup
from erp.runtime.data_folder import open_data_folder


@click.command("backup")
@click.option("--keep", type=click.IntRange(1, 365), default=7, show_default=True, help="How many copies stay.")
def backup(keep: int) -> None:
    """Copy the embedded database while the house works, and keep its log from there on.

    With the log any instant after the copy can be restored. Take one a day, and carry the folder it names to another
    machine: it holds the books and the passwords of the servers.
    """
    taken = take_backup(open_data_folder(Settings.from_environment().data_dir), keep)
    size = sum(path.stat().st_size for path in taken.path.rglob("*") if path.is_file())
    click.echo(f"{taken.path}: {size / 2**20:.1f} MB, finished at {taken.finished_at:%Y-%m-%d %H:%M:%S} UTC")


@click.command("restore")
@click.option("--at", "at", help="The instant, as 2026-03-16T14:30 or with +02:00; otherwise everything there is.")
@click.option("--yes", is_flag=True, help="Do not ask.")
def restore(at: str | None, yes: bool) -> None:
    """Put the embedded database back to what it was at an instant (stop the house first).

    What stands there now is set aside in the data folder, not removed.
    """
    instant = _instant(at)
    folder = open_data_folder(Settings.from_environment().data_dir)
    if not yes:
        until = f"{instant:%Y-%m-%d %H:%M:%S %Z}" if instant else "the last commit there is"
        click.confirm(f"Replace the database in {folder.postgres} by what it was at {until}?", abort=True)
    done = restore_backup(folder, instant)
    click.echo(f"Restored from the backup {done.backup.name}.")
    if done.replaced is not None:
        click.echo(f"What stood there before is in {done.replaced}; remove it when you are sure.")
    click.echo("Start it with `erp up`, and prove the books with `erp verify`.")


def _instant(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        return datetime.fromisoformat(text).astimezone()  # without a zone: this machine's
    except ValueError:
        raise click.BadParameter(f"{text!r} is no instant: write 2026-03-16T14:30", param_hint="--at") from None
