"""The packing slip as a paper: who may see it, and how it is printed."""

from erp.inventory.shipping.print_packing_slip import print_packing_slip
from erp.kernel.papers.kinds import PaperKind, branches_in

PACKING_SLIP = PaperKind(
    "shipment", "inventory.shipment.view", branches_in("inventory.shipment"),
    lambda session, adapters, shipment_id, _asked: print_packing_slip(session, adapters, shipment_id),
)
