"""Papers of any kind as people handle them: write the message and send it, print many, fetch what was printed."""
