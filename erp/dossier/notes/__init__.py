"""Notes on a record: who wrote what and when, corrected by new versions, pinned where everybody must see them."""
