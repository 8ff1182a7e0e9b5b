"""Held orders: which wait for credit control, why, and letting them go."""
