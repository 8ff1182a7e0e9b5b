"""Correcting stock, always with a reason: found, lost, damaged, counted, lost on the way.

An adjustment is final when it is entered. Less stock than was promised frees the latest promises first, so that an
honest correction is never refused because somebody hoped for the goods.
"""
