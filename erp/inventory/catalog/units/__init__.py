"""The page of units of measure."""
