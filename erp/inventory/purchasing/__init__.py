"""Purchasing: what we have asked suppliers to deliver, in which unit and at which cost.

A purchase order is *draft* (nobody relies on it), *submitted* (its open quantities are on order), then *closed*
(nothing more is expected) or *cancelled* (nothing ever came). How much has come follows from its lines.
"""
