"""Finding: the search of the top bar and its palette, and what each person opened lately or pinned."""
