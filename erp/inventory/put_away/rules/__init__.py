"""Put-away rules: which bins take an item, how much of it, and which is filled first."""
