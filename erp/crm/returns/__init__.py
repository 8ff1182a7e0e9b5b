"""Return authorizations (RMA): what a customer may send back, why, at which price and for which fee."""
