"""Companies: the legal entities that keep books."""
