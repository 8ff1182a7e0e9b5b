"""What the pages of the catalogue may send."""

from erp.inventory.catalog.models import COST_POOL_SCOPES, COSTING_METHODS, ITEM_KINDS, ITEM_STATUSES, TRACKING
from erp.web.forms import Form, fields


class ItemFilterForm(Form):
    """Filters of the item list."""

    q = fields.Text()
    family_id = fields.Id(allow_none=True)
    status = fields.Choice(ITEM_STATUSES, allow_none=True)


class UnitForm(Form):
    """One of ``unit`` is ``numerator / denominator`` base units."""

    unit = fields.Code(required=True, max=12)
    numerator = fields.Integer(required=True)
    denominator = fields.Integer(allow_none=True)


class BarcodeForm(Form):
    """A code on the item or on one of its packs."""

    code = fields.Code(required=True)
    unit = fields.Text(max=12)


class UnitsForm(Form):
    """Every unit and barcode of an item."""

    units = fields.Lines(UnitForm, max=50)
    barcodes = fields.Lines(BarcodeForm, max=200)


class ItemForm(Form):
    """What an item is."""

    description = fields.Text(required=True)
    family_id = fields.Id(required=True)
    qty_quantum = fields.Quantity(required=True, positive=True)
    kind = fields.Choice(ITEM_KINDS, required=True)
    tracking = fields.Choice(TRACKING, required=True)
    expiry_required = fields.Check()
    shelf_life_days = fields.Integer(allow_none=True)
    tax_class = fields.Text(required=True, max=40)
    weight_kg = fields.Quantity(allow_none=True)
    volume_m3 = fields.Quantity(allow_none=True)
    best_before_days = fields.Integer(load_default=0)
    removal_days = fields.Integer(load_default=0)
    alert_days = fields.Integer(load_default=0)
    status = fields.Choice(ITEM_STATUSES, required=True)


class NewItemForm(ItemForm):
    """A new item, and how the current company values it."""

    sku = fields.Code(required=True)
    base_unit = fields.Code(required=True, max=12)
    costing_method = fields.Choice(COSTING_METHODS, allow_none=True)
    cost_pool_scope = fields.Choice(COST_POOL_SCOPES, allow_none=True)
    standard_unit_cost = fields.UnitPrice(allow_none=True)
    units = fields.Lines(UnitForm, max=50)
    barcodes = fields.Lines(BarcodeForm, max=200)


class ChangeItemForm(ItemForm):
    """Changes of an item, with the version they were made from."""

    version = fields.Integer(required=True)
    reason = fields.Text()


class TermsForm(Form):
    """How the current company values the item."""

    costing_method = fields.Choice(COSTING_METHODS, required=True)
    cost_pool_scope = fields.Choice(COST_POOL_SCOPES, required=True)
    standard_unit_cost = fields.UnitPrice(allow_none=True)


class FamilyForm(Form):
    """A new item family."""

    code = fields.Code(required=True, max=20)
    name = fields.Text(required=True)
    activate = fields.Check()


class NewUnitForm(Form):
    """A new unit of measure."""

    code = fields.Code(required=True, max=12)
    name = fields.Text(required=True)
