"""Where a document came from and what followed from it: quote to cash, purchase to payment, return to credit."""
