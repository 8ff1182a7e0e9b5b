"""Packing: what was picked for a shipment is checked, put into cartons and becomes its shipment lines."""
