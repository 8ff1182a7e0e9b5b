"""The pages that ask for a price, say why, and set how much may be given away."""
