"""What the server says of lines of goods while they are typed: what the item is, what is free, what it will cost."""
