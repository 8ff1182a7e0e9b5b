"""Long work as its starter sees it: progress, cancel, result."""
