"""The page of item families."""
