"""The organization: companies, branches, currencies, settings and posting periods."""

from erp.kernel.module import Module, NavItem, Permission
from erp.organization import events
from erp.organization.branches import models as branches
from erp.organization.branches import views as branches_views
from erp.organization.companies import models as companies
from erp.organization.companies import views as companies_views
from erp.organization.currencies import models as currencies
from erp.organization.currencies import views as currencies_views
from erp.organization.letterhead import models as letterhead
from erp.organization.letterhead import views as letterhead_views
from erp.organization.periods import models as periods
from erp.organization.settings import models as settings
from erp.organization.settings import views as settings_views
from erp.organization.working_days import models as working_days
from erp.organization.working_days import views as working_days_views

_ALL = ("branch_staff", "warehouse", "buyer", "sales", "credit", "accountant", "controller")

PERMISSIONS = (
    Permission("organization.company.view", "See companies", ("accountant", "controller")),
    Permission("organization.company.change", "Create and change companies", ("controller",)),
    Permission("organization.branch.view", "See branches", _ALL),
    Permission("organization.branch.change", "Create, change and activate branches", ("controller",)),
    Permission("organization.currency.view", "See currencies and rates", _ALL),
    Permission("organization.currency.change", "Record exchange rates", ("accountant", "controller")),
    Permission("organization.setting.view", "See the company's settings", ("accountant", "controller")),
    Permission("organization.setting.change", "Change the company's settings", ("controller",)),
    Permission("organization.letterhead.view", "See what papers carry", ("accountant", "controller")),
    Permission("organization.letterhead.change", "Change what papers carry", ("controller",)),
    Permission("organization.working_day.view", "See working days and holidays", _ALL),
    Permission("organization.working_day.change", "Choose working days and holidays", ("controller",)),
    Permission("organization.period.view", "See posting periods", _ALL),
    Permission("organization.period.open", "Open the periods of a fiscal year", ("controller",)),
)

NAVIGATION = (
    NavItem("Companies", "organization_companies.index", "organization.company.view", "Setup", 10),
    NavItem("Branches", "organization_branches.index", "organization.branch.view", "Setup", 20),
    NavItem("Settings", "organization_settings.show", "organization.setting.view", "Setup", 30),
    NavItem("Letterhead", "organization_letterhead.show", "organization.letterhead.view", "Setup", 32),
    NavItem("Working days", "organization_working_days.show", "organization.working_day.view", "Setup", 35),
    NavItem("Currencies", "organization_currencies.index", "organization.currency.view", "Setup", 40),
)

ORGANIZATION = Module(
    name="organization",
    models=(companies, branches, currencies, letterhead, periods, settings, working_days),
    events=(events.BranchActivated,),
    blueprints=(
        companies_views.bp, branches_views.bp, currencies_views.bp, letterhead_views.bp, settings_views.bp,
        working_days_views.bp,
    ),
    permissions=PERMISSIONS,
    navigation=NAVIGATION,
)
