"""Pictures of the home page: each one question, one execution, a table beside it, and the report it comes from."""
