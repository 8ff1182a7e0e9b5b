"""The inspection desk: goods that came back, one after the other, and what becomes of them in stock and books."""
