"""Reasons for stock adjustments: why stock may be found or lost, and which account takes the difference."""
