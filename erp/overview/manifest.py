"""What overview brings to the house."""

from erp.kernel.module import Module, NavItem, Permission, Waiting
from erp.overview.about.views import bp as about
from erp.overview.demo.load import JOB as LOAD_DEMO
from erp.overview.demo.load import load_demo
from erp.overview.event_console.queries import count_dead
from erp.overview.event_console.views import bp as event_console
from erp.overview.finding import models as finding_models
from erp.overview.finding.views import bp as finding
from erp.overview.inspection_desk.queries import goods_to_decide
from erp.overview.inspection_desk.views import bp as inspection_desk
from erp.overview.jobs.queries import count_failed
from erp.overview.jobs.views import bp as jobs
from erp.overview.papers.views import bp as papers
from erp.overview.row_actions.act_on_rows import act_on_rows
from erp.overview.row_actions.ask_for_rows import JOB as ACT_ON_ROWS
from erp.overview.row_actions.views import bp as row_actions
from erp.overview.saved_views import models as saved_view_models
from erp.overview.saved_views.views import bp as saved_views
from erp.overview.trail.views import bp as trail
from erp.overview.verify.views import bp as verify

EVERYBODY = ("branch_staff", "warehouse", "buyer", "sales", "credit", "accountant", "controller")

OVERVIEW = Module(
    name="overview",
    models=(finding_models, saved_view_models),
    blueprints=(finding, saved_views, row_actions, trail, about, inspection_desk, event_console, jobs, papers, verify),
    jobs=((LOAD_DEMO, load_demo), (ACT_ON_ROWS, act_on_rows)),
    permissions=(
        Permission("overview.trail.view", "See what led to a document and what followed", EVERYBODY),
        Permission("overview.event.view", "See events and who was told of them", ("accountant", "controller")),
        Permission("overview.delivery.retry", "Try a failed delivery again", ("accountant", "controller")),
        Permission("overview.delivery.settle", "Settle a delivery by hand", ("controller",)),
        Permission("overview.job.view", "See long work and its progress", EVERYBODY),
        Permission("overview.job.cancel", "Cancel long work", ("controller",)),
        Permission("overview.saved_view.share", "Share views of lists, and change shared ones", ("controller",)),
        Permission("overview.proof.view", "Check the invariants of the books", ("accountant", "controller")),
    ),
    waiting=(
        Waiting(
            "Returned goods to decide on", "overview_inspection_desk.show", "inventory.return.dispose", goods_to_decide,
            44, roles=("warehouse", "controller"),
        ),
        Waiting(
            "Dead deliveries", "overview_event_console.deliveries", "overview.event.view", count_dead, 90,
            filters=(("status", "dead"),), roles=("controller", "administrator"),
        ),
        Waiting(
            "Failed work", "overview_jobs.index", "overview.job.cancel", count_failed, 92,
            filters=(("status", "failed"),), roles=("administrator",),
        ),
    ),
    navigation=(
        NavItem("Inspection desk", "overview_inspection_desk.show", "inventory.return.view", "Warehouse", 52),
        NavItem("Proof", "overview_verify.index", "overview.proof.view", "Close", 80),
        NavItem("Events", "overview_event_console.index", "overview.event.view", "Setup", 80),
        NavItem("Long work", "overview_jobs.index", "overview.job.view", "Setup", 90),
    ),
)
