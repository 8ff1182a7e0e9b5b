"""Benchmarks anybody can run: on a scratch database, through the use cases, against a floor of the same run."""
