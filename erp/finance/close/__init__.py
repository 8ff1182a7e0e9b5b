"""The period close: a checklist that evaluates itself, and one step that shuts the books."""
