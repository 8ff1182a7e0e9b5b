"""To whom finance listens, in the order of execution: the map of automatic postings."""

from erp.finance.accounts.require_accounts import require_accounts, require_branch_accounts
from erp.inventory.events import ItemFamilyActivated
from erp.kernel.events import Subscription, during
from erp.organization.events import BranchActivated

SUBSCRIPTIONS: list[Subscription] = [
    *during(ItemFamilyActivated, require_accounts),
    *during(BranchActivated, require_branch_accounts),
]
