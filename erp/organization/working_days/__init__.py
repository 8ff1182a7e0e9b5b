"""Working days: on which days of the week a company works, and its holidays."""
