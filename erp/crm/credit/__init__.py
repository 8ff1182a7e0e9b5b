"""Credit: how much a customer owes or has asked for, how much it may, and every change of either."""
