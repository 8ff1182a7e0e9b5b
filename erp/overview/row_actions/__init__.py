"""Many rows of a list at once: each row a step of its own, taken by a worker in the name of whoever asked."""
