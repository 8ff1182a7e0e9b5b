"""The states goods can be in; only available goods of our own are promised."""

STOCK_STATUSES = ("available", "inspection", "quarantine", "damaged", "in_transit")
IN_BUILDING = tuple(status for status in STOCK_STATUSES if status != "in_transit")
