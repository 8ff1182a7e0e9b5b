"""Manual steps of a close: what a company does each month that no figure can tell, who does it, and until when."""
