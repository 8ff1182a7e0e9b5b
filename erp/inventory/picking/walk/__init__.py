"""The walk of a wave as a scanner carries it: all its open picks on one page, so that no step needs the network."""
