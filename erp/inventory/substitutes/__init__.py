"""What may be offered where an item cannot be delivered: another item that serves, in order of preference."""
