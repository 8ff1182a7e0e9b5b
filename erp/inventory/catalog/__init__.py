"""What the house buys, keeps and sells: items, their families, units, packs, barcodes and lots.

An item belongs to everybody; ``item_company`` says how one company values it, ``item_family_company`` whether the
company may trade the family at all. Quantities are kept in the item's base unit; every other unit is an exact
fraction of it.
"""
