"""After a bulk load: what the database must learn anew before it is fast again."""

from sqlalchemy import text

from erp.kernel.actor import Actor
from erp.kernel.assembly import Services


def refresh_statistics(services: Services) -> None:
    """Have the planner look at every table, and open new connections, which forget the plans of empty tables."""
    services.units.run(
        Actor.system("statistics"), lambda work: work.execute(text("SELECT kernel.refresh_statistics()"))
    )
    services.engine.dispose()
