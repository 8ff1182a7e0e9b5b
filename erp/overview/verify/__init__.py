"""The invariants: what must be true of the books at every moment, each proved by SQL of its own.

None of this SQL is shared with the application's queries: a proof that repeats the calculation it checks proves
nothing. An auditor can run every statement by hand, on a replica, and read what its rows mean.
"""
