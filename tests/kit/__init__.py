"""What the tests stand on: a PostgreSQL server, a migrated template and fresh clones of it."""
