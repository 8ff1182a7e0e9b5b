"""Identity listens to nobody: every other module stands above it."""

from erp.kernel.events import Subscription

SUBSCRIPTIONS: list[Subscription] = []
