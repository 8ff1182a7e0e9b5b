"""Settings of a company: what may be chosen, what each choice means for the books."""
