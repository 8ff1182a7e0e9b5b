"""What the server says of the lines of a quote or an order while they are typed: price, stock, earlier sales."""
