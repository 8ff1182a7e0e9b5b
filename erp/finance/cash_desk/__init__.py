"""The cash desk: money that settles nothing yet, matched to what its customer owes, one receipt after the other."""
