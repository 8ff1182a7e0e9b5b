"""The organization: companies, branches, currencies, settings and posting periods."""

from erp.kernel.module import Module, Permission
from erp.organization import events
from erp.organization.branches import models as branches
from erp.organization.companies import models as companies
from erp.organization.currencies import models as currencies
from erp.organization.periods import models as periods
from erp.organization.settings import models as settings

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
    Permission("organization.period.view", "See posting periods", _ALL),
    Permission("organization.period.open", "Open the periods of a fiscal year", ("controller",)),
)

ORGANIZATION = Module(
    name="organization",
    models=(companies, branches, currencies, periods, settings),
    events=(events.BranchActivated,),
    permissions=PERMISSIONS,
)
