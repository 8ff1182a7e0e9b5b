"""Identity: who may come in, and what they may do where.

A *user* signs in with a name and a password and holds *roles*, each in every branch or in one. A role holds
*permissions*, which the modules declare in their manifests together with the roles that hold them from the start; the
administrator holds all of them, always. Signing in opens a *web session* on the server, which ends when it is idle too
long, when its day is over, or when somebody revokes it. Programs come in with *API tokens*. Passwords and tokens are
stored only as hashes. Every change to users, roles and tokens stands in the audit trail.
"""
