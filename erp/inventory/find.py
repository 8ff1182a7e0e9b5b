"""What the search finds of items, lots, suppliers and the documents of the warehouse, and what the palette starts."""

from erp.kernel.finding import NUMBER, PART, SAME, START, Command, Findable, Way


def _document(
    kind: str, title: str, icon: str, endpoint: str, argument: str, order: int, rows: str, *, permission: str = "",
    branches: tuple[str, ...] = ("branch_id",),
) -> Findable:  # fmt: skip
    return Findable(
        kind=kind,
        title=title,
        icon=icon,
        permission=permission or f"inventory.{kind}.view",
        endpoint=endpoint,
        argument=argument,
        table=f"inventory.{kind}",
        rows=rows,
        key="d.id",
        order=order,
        branches=branches,
    )


FINDABLES = (
    Findable(
        kind="item",
        title="Items",
        icon="package",
        permission="inventory.item.view",
        endpoint="inventory_items.show",
        argument="item_id",
        table="inventory.item",
        rows="""SELECT i.id, i.sku AS code, i.description AS text,
                        CASE i.status WHEN 'active' THEN i.base_unit ELSE i.status END AS extra
                 FROM inventory.item i""",
        key="i.id",
        order=20,
        of_company=False,
    ),
    Findable(
        kind="lot",
        title="Lots",
        icon="barcode",
        permission="inventory.stock.view",
        endpoint="inventory_stock.lots",
        argument="q",
        table="inventory.lot",
        rows="""SELECT l.id, l.code, i.sku || ' ' || i.description AS text,
                        coalesce('→ ' || l.expires_on, '') AS extra
                 FROM inventory.lot l JOIN inventory.item i ON i.id = l.item_id""",
        key="l.id",
        order=25,
        of_company=False,
        value="code",
    ),
    Findable(
        kind="supplier",
        title="Suppliers",
        icon="truck-delivery",
        permission="inventory.supplier.view",
        endpoint="inventory_suppliers.show",
        argument="supplier_id",
        table="inventory.supplier",
        rows="""SELECT s.id, s.code, s.name AS text,
                        CASE s.status WHEN 'active' THEN s.city ELSE s.status END AS extra
                 FROM inventory.supplier s""",
        key="s.id",
        order=15,
        of_company=False,
    ),
    _document(
        "shipment",
        "Shipments",
        "truck",
        "inventory_shipping.show",
        "shipment_id",
        40,
        "SELECT d.id, d.number AS code, d.consignee_name AS text, concat_ws(' · ', d.status, d.origin_number) AS extra "
        "FROM inventory.shipment d",
    ),
    _document(
        "wave",
        "Waves",
        "list-details",
        "inventory_waves.show",
        "wave_id",
        70,
        "SELECT d.id, d.number AS code, w.code AS text, d.released_by AS extra"
        " FROM inventory.wave d JOIN inventory.warehouse w ON w.id = d.warehouse_id",
        branches=("(SELECT w.branch_id FROM inventory.warehouse w WHERE w.id = warehouse_id)",),
    ),
    _document(
        "return_receipt",
        "Return receipts",
        "package-import",
        "inventory_returns.show",
        "receipt_id",
        60,
        "SELECT d.id, d.number AS code, d.consignor_name AS text, d.origin_number AS extra"
        " FROM inventory.return_receipt d",
        permission="inventory.return.view",
    ),
    _document(
        "purchase_order",
        "Purchase orders",
        "clipboard-list",
        "inventory_purchasing.show",
        "purchase_order_id",
        50,
        "SELECT d.id, d.number AS code, s.name AS text, d.status AS extra"
        " FROM inventory.purchase_order d JOIN inventory.supplier s ON s.id = d.supplier_id",
    ),
    _document(
        "goods_receipt",
        "Goods receipts",
        "package-import",
        "inventory_receiving.show",
        "goods_receipt_id",
        52,
        "SELECT d.id, d.number AS code, s.name AS text, d.delivery_note AS extra"
        " FROM inventory.goods_receipt d JOIN inventory.supplier s ON s.id = d.supplier_id",
    ),
    _document(
        "transfer_order",
        "Transfers",
        "transfer",
        "inventory_transfers.show",
        "transfer_order_id",
        72,
        "SELECT d.id, d.number AS code, a.code || ' → ' || b.code AS text, d.status AS extra"
        " FROM inventory.transfer_order d JOIN inventory.warehouse a ON a.id = d.from_warehouse_id"
        " JOIN inventory.warehouse b ON b.id = d.to_warehouse_id",
        permission="inventory.transfer.view",
        branches=(
            "(SELECT w.branch_id FROM inventory.warehouse w WHERE w.id = from_warehouse_id)",
            "(SELECT w.branch_id FROM inventory.warehouse w WHERE w.id = to_warehouse_id)",
        ),
    ),
    _document(
        "stock_adjustment",
        "Stock adjustments",
        "adjustments",
        "inventory_adjustments.show",
        "adjustment_id",
        74,
        "SELECT d.id, d.number AS code, d.note AS text, d.reason AS extra FROM inventory.stock_adjustment d",
        permission="inventory.adjustment.view",
    ),
    _document(
        "stock_count",
        "Stock counts",
        "checklist",
        "inventory_counts.show",
        "count_id",
        76,
        "SELECT d.id, d.number AS code, d.note AS text, d.status AS extra FROM inventory.stock_count d",
        permission="inventory.count.view",
    ),
)

WAYS = (
    Way("item", START, ("sku",)),
    Way("item", PART, ("sku", "description")),
    Way("item", START, ("code",), table="inventory.item_barcode", id="item_id", label="Barcode"),
    Way("item", PART, ("supplier_sku",), table="inventory.item_supplier", id="item_id", label="Supplier's number"),
    Way("lot", PART, ("code",)),
    Way("supplier", PART, ("code", "name")),
    Way("shipment", NUMBER, prefix="SH"),
    Way("shipment", START, ("upper(tracking)",), label="Tracking"),
    Way("shipment", SAME, ("code",), table="inventory.carton", id="shipment_id", label="Carton"),
    Way("wave", NUMBER, prefix="WV"),
    Way("return_receipt", NUMBER, prefix="RR"),
    Way("purchase_order", NUMBER, prefix="PO"),
    Way("goods_receipt", NUMBER, prefix="GR"),
    Way("transfer_order", NUMBER, prefix="TO"),
    Way("stock_adjustment", NUMBER, prefix="SA"),
    Way("stock_count", NUMBER, prefix="SC"),
)

COMMANDS = (
    Command("New purchase order", "inventory_purchasing.new", "inventory.purchase_order.create"),
    Command("New item", "inventory_items.new", "inventory.item.edit"),
    Command("New supplier", "inventory_suppliers.new", "inventory.supplier.manage"),
    Command("New transfer", "inventory_transfers.new", "inventory.transfer.create"),
    Command("Adjust stock", "inventory_adjustments.new", "inventory.adjustment.post", icon="adjustments"),
    Command("Move stock", "inventory_adjustments.move", "inventory.stock.move", icon="arrows-exchange"),
    Command("Open a stock count", "inventory_counts.new", "inventory.count.enter", icon="checklist"),
)
