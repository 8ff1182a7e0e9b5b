"""Where goods are: warehouses, each of one company and one branch, and the bins within them."""
