"""Carriers: who takes goods to the consignee, and until when on a day they take them.

A carrier is shared by the companies. Its cut-off is the time of day, in the zone of the branch that ships, after which
goods wait for the next day. A delivery address names its usual carrier; orders to it are planned with that one until
somebody at the fulfilment board chooses another.
"""
