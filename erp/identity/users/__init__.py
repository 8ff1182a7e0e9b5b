"""Users: people and programs that may come in, and the roles they hold in which branch."""
