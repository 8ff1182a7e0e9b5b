"""Insight: what the house shows of itself at a glance. It keeps nothing: every figure is asked of the module that owns
it, and is the same as in that module's own list or report."""
