"""Put-away: received goods leave the receiving bin for the bin they will be picked from."""
