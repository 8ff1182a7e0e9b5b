"""Roles: named sets of permissions, as the branch knows its jobs."""
