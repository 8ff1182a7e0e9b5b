"""The house on one machine: embedded servers, the supervisor that keeps them up, and the doctor.

Reading order: `data_folder` (where the books lie and whose they are), `postgres_server` and
`valkey_server` (how each embedded server is started and found again after a crash), `child_process`,
`supervisor` (ordered start, restart, reverse stop), `up` (what `make run` runs), `doctor/`.
"""
