"""What inventory brings to the house."""

from datetime import timedelta

from erp.inventory import events
from erp.inventory import scan as scan_home
from erp.inventory.adjustments import models as adjustments
from erp.inventory.adjustments import views as adjustment_pages
from erp.inventory.adjustments.reasons import views as adjustment_reason_pages
from erp.inventory.adjustments.revaluation import views as revaluation_pages
from erp.inventory.carriers import models as carriers
from erp.inventory.carriers import views as carrier_pages
from erp.inventory.catalog import models as catalog
from erp.inventory.catalog import views as item_pages
from erp.inventory.catalog.families import views as family_pages
from erp.inventory.catalog.row_actions import ROW_ACTIONS as ITEM_ACTIONS
from erp.inventory.catalog.units import views as unit_pages
from erp.inventory.counting import models as counting
from erp.inventory.counting import scan as counting_scanner
from erp.inventory.counting import views as counting_pages
from erp.inventory.find import COMMANDS, FINDABLES, WAYS
from erp.inventory.fulfilment import models as fulfilment
from erp.inventory.fulfilment import views as fulfilment_pages
from erp.inventory.fulfilment.sweep_backorders import sweep_backorders
from erp.inventory.fulfilment_board import views as board_pages
from erp.inventory.labels import models as labels
from erp.inventory.labels import print_labels
from erp.inventory.labels import views as label_pages
from erp.inventory.landed_costs import models as landed_costs
from erp.inventory.landed_costs import views as landed_cost_pages
from erp.inventory.line_grid import views as line_grid_answers
from erp.inventory.locations import models as locations
from erp.inventory.locations import views as warehouse_pages
from erp.inventory.packing import scan as packing_scanner
from erp.inventory.packing import views as packing_pages
from erp.inventory.picking import models as picking
from erp.inventory.picking import scan as picking_scanner
from erp.inventory.picking import views as picking_pages
from erp.inventory.picking.paper import PICK_LIST
from erp.inventory.picking.walk import scan as walk_scanner
from erp.inventory.purchasing import models as purchasing
from erp.inventory.purchasing import views as purchasing_pages
from erp.inventory.purchasing.paper import PURCHASE_ORDER
from erp.inventory.purchasing.row_actions import ROW_ACTIONS as PURCHASE_ORDER_ACTIONS
from erp.inventory.put_away import models as put_away
from erp.inventory.put_away import scan as put_away_scanner
from erp.inventory.put_away import views as put_away_pages
from erp.inventory.put_away.rules import views as put_away_rule_pages
from erp.inventory.receiving import models as receiving
from erp.inventory.receiving import scan as receiving_scanner
from erp.inventory.receiving import views as receiving_pages
from erp.inventory.receiving_desk import views as receiving_desk_pages
from erp.inventory.returns import models as returns
from erp.inventory.returns import scan as returns_scanner
from erp.inventory.returns import views as returns_pages
from erp.inventory.shipping import models as shipping
from erp.inventory.shipping import scan as shipping_scanner
from erp.inventory.shipping import views as shipping_pages
from erp.inventory.shipping.paper import PACKING_SLIP
from erp.inventory.stock import models as stock
from erp.inventory.stock import views as stock_pages
from erp.inventory.substitutes import models as substitutes
from erp.inventory.substitutes import views as substitute_pages
from erp.inventory.suppliers import models as suppliers
from erp.inventory.suppliers import views as supplier_pages
from erp.inventory.transfers import models as transfers
from erp.inventory.transfers import scan as transfer_scanner
from erp.inventory.transfers import views as transfer_pages
from erp.inventory.valuation import models as valuation
from erp.inventory.valuation import views as valuation_pages
from erp.inventory.waiting import WAITING
from erp.kernel.assembly import Schedule
from erp.kernel.events import Event
from erp.kernel.module import Module, NavItem, Permission
from erp.kernel.papers.of_rows import papers_of_rows

EVERYBODY = ("branch_staff", "warehouse", "buyer", "sales", "credit", "accountant", "controller")

EVENTS: tuple[type[Event], ...] = (
    events.ItemFamilyActivated,
    events.GoodsReceived,
    events.ShipmentConfirmed,
    events.ShipmentVoided,
    events.ReturnReceived,
    events.ReturnDispositioned,
    events.StockAdjusted,
    events.TransferShipped,
    events.TransferReceived,
    events.ReceiptCostAdjusted,
)

PERMISSIONS = (
    Permission("inventory.item.view", "See items, their units and barcodes", EVERYBODY),
    Permission("inventory.item.edit", "Create and change items", ("buyer", "controller")),
    Permission("inventory.family.view", "See item families", EVERYBODY),
    Permission("inventory.family.edit", "Create item families and activate them for a company", ("controller",)),
    Permission("inventory.warehouse.view", "See warehouses and bins", EVERYBODY),
    Permission("inventory.warehouse.edit", "Open warehouses and add bins", ("controller",)),
    Permission("inventory.label_format.change", "Add and retire sizes of labels", ("warehouse", "controller")),
    Permission("inventory.stock.view", "See stock on hand and stock cards", EVERYBODY),
    Permission(
        "inventory.cost.view", "See what goods cost and what stock is worth", ("buyer", "accountant", "controller")
    ),
    Permission("inventory.cost.change", "Set standard costs and costing methods", ("controller",)),
    Permission("inventory.stock.move", "Move goods between bins, change their status", ("warehouse", "branch_staff")),
    Permission("inventory.adjustment.view", "See stock adjustments", EVERYBODY),
    Permission("inventory.adjustment.post", "Correct stock, with a reason", ("warehouse", "controller")),
    Permission("inventory.count.view", "See stock counts", ("branch_staff", "warehouse", "accountant", "controller")),
    Permission("inventory.count.enter", "Open stock counts and enter what was counted", ("branch_staff", "warehouse")),
    Permission("inventory.count.post", "Post the differences of a stock count", ("warehouse", "controller")),
    Permission("inventory.transfer.view", "See transfer orders", EVERYBODY),
    Permission("inventory.transfer.create", "Create transfer orders", ("branch_staff", "warehouse", "buyer")),
    Permission("inventory.transfer.ship", "Ship goods to another warehouse", ("warehouse",)),
    Permission("inventory.transfer.receive", "Receive goods from another warehouse", ("warehouse",)),
    Permission("inventory.supplier.view", "See suppliers, their terms and what they sell", EVERYBODY),
    Permission("inventory.supplier.manage", "Create and change suppliers, agree their terms", ("buyer", "controller")),
    Permission("inventory.purchase_order.view", "See purchase orders", EVERYBODY),
    Permission("inventory.purchase_order.create", "Write purchase orders", ("buyer", "branch_staff")),
    Permission("inventory.purchase_order.submit", "Submit purchase orders to suppliers", ("buyer",)),
    Permission("inventory.purchase_order.close", "Close purchase orders that are not expected in full", ("buyer",)),
    Permission("inventory.purchase_order.cancel", "Cancel purchase orders", ("buyer",)),
    Permission("inventory.goods_receipt.view", "See goods receipts", EVERYBODY),
    Permission("inventory.landed_cost.view", "See landed costs", ("buyer", "accountant", "controller")),
    Permission("inventory.landed_cost.record", "Share freight and duty over goods received", ("buyer", "accountant")),
    Permission("inventory.goods_receipt.create", "Receive goods of purchase orders", ("branch_staff", "warehouse")),
    Permission("inventory.adjustment_reason.define", "Add and retire reasons for adjustments", ("controller",)),
    Permission("inventory.adjustment.backdate", "Choose the day of a stock adjustment", ("controller",)),
    Permission("inventory.goods_receipt.backdate", "Choose the day of a goods receipt", ("controller",)),
    Permission("inventory.put_away.create", "Put received goods away", ("branch_staff", "warehouse")),
    Permission("inventory.carrier.view", "See carriers and their cut-off times", EVERYBODY),
    Permission("inventory.carrier.manage", "Set up carriers and their cut-off times", ("warehouse", "controller")),
    Permission("inventory.carrier.plan", "Choose the carrier of orders and shipments", ("branch_staff", "warehouse")),
    Permission("inventory.demand.view", "See who waits for goods and what is promised", EVERYBODY),
    Permission("inventory.demand.allocate", "Promise stock to those who wait", ("branch_staff", "warehouse", "sales")),
    Permission("inventory.wave.view", "See waves and pick lists", EVERYBODY),
    Permission("inventory.wave.release", "Release waves", ("branch_staff", "warehouse")),
    Permission("inventory.wave.assign", "Put waves on pickers", ("branch_staff", "warehouse")),
    Permission("inventory.pick.confirm", "Pick goods", ("branch_staff", "warehouse")),
    Permission("inventory.pick.cancel", "Cancel the picking of a shipment", ("branch_staff", "warehouse")),
    Permission("inventory.shipment.view", "See shipments and packing slips", EVERYBODY),
    Permission("inventory.shipment.pack", "Pack shipments", ("branch_staff", "warehouse")),
    Permission("inventory.shipment.confirm", "Confirm shipments", ("branch_staff", "warehouse")),
    Permission("inventory.shipment.hand_over", "Hand shipments to the carrier", ("branch_staff", "warehouse")),
    Permission("inventory.shipment.void", "Void shipments that the carrier does not have", ("warehouse", "controller")),
    Permission("inventory.shipment.backdate", "Choose the day a shipment left", ("controller",)),
    Permission("inventory.return.backdate", "Choose the day a return came", ("controller",)),
    Permission("inventory.return.view", "See returned goods", EVERYBODY),
    Permission("inventory.return.receive", "Receive returned goods", ("branch_staff", "warehouse")),
    Permission("inventory.return.inspect", "Inspect returned goods", ("branch_staff", "warehouse")),
    Permission("inventory.return.dispose", "Decide what becomes of returned goods", ("warehouse", "controller")),
)

BLUEPRINTS = (
    item_pages.bp,
    substitute_pages.bp,
    line_grid_answers.bp,
    family_pages.bp,
    unit_pages.bp,
    warehouse_pages.bp,
    label_pages.bp,
    carrier_pages.bp,
    stock_pages.bp,
    valuation_pages.bp,
    adjustment_pages.bp,
    adjustment_reason_pages.bp,
    revaluation_pages.bp,
    counting_pages.bp,
    transfer_pages.bp,
    supplier_pages.bp,
    purchasing_pages.bp,
    receiving_pages.bp,
    receiving_desk_pages.bp,
    landed_cost_pages.bp,
    put_away_pages.bp,
    put_away_rule_pages.bp,
    receiving_scanner.bp,
    fulfilment_pages.bp,
    board_pages.bp,
    picking_pages.bp,
    packing_pages.bp,
    shipping_pages.bp,
    returns_pages.bp,
    scan_home.bp,
    picking_scanner.bp,
    packing_scanner.bp,
    shipping_scanner.bp,
    returns_scanner.bp,
    walk_scanner.bp,
    put_away_scanner.bp,
    counting_scanner.bp,
    transfer_scanner.bp,
)

NAVIGATION = (
    NavItem("Items", "inventory_items.index", "inventory.item.view", "Items", 10),
    NavItem("Item families", "inventory_families.index", "inventory.family.view", "Items", 20),
    NavItem("Units of measure", "inventory_units.index", "inventory.item.view", "Setup", 60),
    NavItem("Lots on hand", "inventory_stock.lots", "inventory.stock.view", "Items", 35),
    NavItem("Stock on hand", "inventory_stock.index", "inventory.stock.view", "Items", 30),
    NavItem("Stock value", "inventory_valuation.index", "inventory.cost.view", "Items", 40),
    NavItem("Stock adjustments", "inventory_adjustments.index", "inventory.adjustment.view", "Warehouse", 60),
    NavItem("Stock counts", "inventory_counts.index", "inventory.count.view", "Warehouse", 65),
    NavItem("Transfers", "inventory_transfers.index", "inventory.transfer.view", "Warehouse", 70),
    NavItem("Warehouses", "inventory_warehouses.index", "inventory.warehouse.view", "Setup", 30),
    NavItem("Carriers", "inventory_carriers.index", "inventory.carrier.view", "Setup", 35),
    NavItem("Purchase orders", "inventory_purchasing.index", "inventory.purchase_order.view", "Purchasing", 10),
    NavItem("Suppliers", "inventory_suppliers.index", "inventory.supplier.view", "Purchasing", 20),
    NavItem("Goods receipts", "inventory_receiving.index", "inventory.goods_receipt.view", "Purchasing", 30),
    NavItem("Landed costs", "inventory_landed_costs.index", "inventory.landed_cost.view", "Purchasing", 40),
    NavItem("Revalue stock", "inventory_revaluation.index", "inventory.cost.change", "Items", 45),
    NavItem("Receiving desk", "inventory_receiving_desk.show", "inventory.goods_receipt.view", "Warehouse", 10),
    NavItem("Put away", "inventory_put_away.index", "inventory.put_away.create", "Warehouse", 15),
    NavItem("Fulfilment board", "inventory_board.show", "inventory.demand.view", "Warehouse", 18),
    NavItem("Backorders", "inventory_fulfilment.backorders", "inventory.demand.view", "Warehouse", 25),
    NavItem("Waves", "inventory_waves.index", "inventory.wave.view", "Warehouse", 30),
    NavItem("Shipments", "inventory_shipping.index", "inventory.shipment.view", "Warehouse", 40),
    NavItem("Expected returns", "inventory_returns.expected", "inventory.return.view", "Warehouse", 50),
    NavItem("Return receipts", "inventory_returns.index", "inventory.return.view", "Warehouse", 55),
    NavItem("Scanner", "inventory_scan.index", "inventory.pick.confirm", "Warehouse", 80),
    NavItem("Scan: receive", "inventory_scan_receipts.index", "inventory.goods_receipt.create", "Warehouse", 90),
)

INVENTORY = Module(
    name="inventory",
    models=(
        adjustments,
        carriers,
        catalog,
        locations,
        stock,
        valuation,
        counting,
        transfers,
        purchasing,
        suppliers,
        substitutes,
        receiving,
        labels,
        landed_costs,
        put_away,
        fulfilment,
        shipping,
        picking,
        returns,
    ),
    events=EVENTS,
    blueprints=BLUEPRINTS,
    permissions=PERMISSIONS,
    navigation=NAVIGATION,
    waiting=WAITING,
    findables=FINDABLES,
    ways=WAYS,
    commands=COMMANDS,
    jobs=((print_labels.JOB, print_labels.print_asked_labels),),
    papers=(PURCHASE_ORDER, PICK_LIST, PACKING_SLIP),
    row_actions=(
        *ITEM_ACTIONS, *PURCHASE_ORDER_ACTIONS,
        *papers_of_rows(
            PURCHASE_ORDER, "inventory_purchasing.index", ("inventory_purchasing.show", "purchase_order_id")
        ),
        *papers_of_rows(PICK_LIST, "inventory_waves.index", ("inventory_waves.show", "wave_id")),
        *papers_of_rows(PACKING_SLIP, "inventory_shipping.index", ("inventory_shipping.show", "shipment_id")),
    ),
    schedules=(Schedule("backorder sweep", timedelta(minutes=10), sweep_backorders),),
)
