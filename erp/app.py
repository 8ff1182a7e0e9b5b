"""Put the house together: the only place that knows every module, and that chooses the outside world."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import Engine
from sqlalchemy.engine import Connection

from erp.adapters.choose import choose_adapters
from erp.config import Settings
from erp.crm.manifest import CRM
from erp.dossier.manifest import DOSSIER
from erp.finance.manifest import FINANCE
from erp.identity.manifest import IDENTITY
from erp.insight.manifest import INSIGHT
from erp.inventory.manifest import INVENTORY
from erp.kernel import audit, jobs, marks, numbering, outbox, reference, relay, request_key, unfinished_form
from erp.kernel.actor import Actor
from erp.kernel.adapters import Adapters
from erp.kernel.assembly import Services
from erp.kernel.clock import Clock, SystemClock
from erp.kernel.db import make_engine
from erp.kernel.events import Bus
from erp.kernel.logs import configure_logs
from erp.kernel.module import Module
from erp.kernel.papers import kept as kept_papers
from erp.kernel.papers import print_batch as paper_batches
from erp.kernel.papers import send as paper_mail
from erp.kernel.papers import sent as sent_papers
from erp.kernel.unit_of_work import UnitOfWorkFactory
from erp.organization.manifest import ORGANIZATION
from erp.overview.manifest import OVERVIEW
from erp.terms.manifest import TERMS

if TYPE_CHECKING:
    from flask import Flask

KERNEL = Module(
    name="kernel",
    models=(
        audit, jobs, kept_papers, marks, numbering, outbox, reference, relay, request_key, sent_papers,
        unfinished_form,
    ),
    jobs=(
        (paper_batches.JOB, paper_batches.print_papers),
        (paper_mail.JOB, paper_mail.send_asked_paper),
    ),
    schedules=relay.KERNEL_SCHEDULES,
)


# In order of dependence: lower modules hear an event first.
MODULES: tuple[Module, ...] = (
    KERNEL, IDENTITY, ORGANIZATION, TERMS, DOSSIER, INVENTORY, CRM, FINANCE, INSIGHT, OVERVIEW,
)  # fmt: skip


def build_bus() -> Bus:
    """Every subscription of every module, lower modules first."""
    return Bus(
        (subscription for module in MODULES for subscription in module.subscriptions),
        (event for module in MODULES for event in module.events),
    )


def build_services(
    settings: Settings,
    *,
    bind: Engine | Connection | None = None,
    clock: Clock | None = None,
    adapters: Adapters | None = None,
    wake: Callable[[list[UUID], list[UUID]], None] | None = None,
) -> Services:
    """What a process needs to run use cases: for a web worker, a background worker, the command line or a test."""
    engine = bind
    if engine is None:
        engine = make_engine(settings.require_database_url(), prepare=settings.keeps_connections)
    clock = clock or SystemClock()
    bus = build_bus()
    if adapters is None:
        chosen = choose_adapters(settings)
        adapters = replace(chosen, pdf=kept_papers.KeptPdf(chosen.pdf, engine))
    return Services(
        engine=engine,  # type: ignore[arg-type]
        bus=bus,
        units=UnitOfWorkFactory(engine, bus, adapters=adapters, clock=clock, wake=wake),
        adapters=adapters,
        clock=clock,
        modules=MODULES,
        jobs={kind: function for module in MODULES for kind, function in module.jobs},
        schedules=tuple(schedule for module in MODULES for schedule in module.schedules),
        papers={kind.name: kind for module in MODULES for kind in module.papers},
    )


def create_app(settings: Settings | None = None, services: Services | None = None) -> Flask:
    """The web application: gunicorn's entry point, and the test client's."""
    from erp.identity import api as identity
    from erp.organization import api as organization
    from erp.wake import wake_workers
    from erp.web.shell import make_flask

    settings = settings or Settings.from_environment()
    configure_logs(settings.log_level)
    services = services or build_services(settings, wake=wake_workers(settings))
    services.units.run(Actor.system("start"), lambda work: identity.sync_permissions(work, services.modules))
    gate = identity.IdentityGate(services.engine)
    return make_flask(settings, services, gate=gate, places=organization)
