"""The outside world: mail servers, the PDF renderer, and in time carriers and banks. Chosen only in ``erp.app``."""
