"""The demo company: two wholesalers with half a year of history, made by the same use cases as the pages."""
