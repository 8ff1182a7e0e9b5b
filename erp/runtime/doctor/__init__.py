"""The doctor: what this machine and its servers lack, each with the exact line that cures it."""
