"""Purchasing: who sells us what, at which cost and in which unit, and what we have asked them to deliver.

A purchase order is *draft* (nobody relies on it), *submitted* (its open quantities are on order), then *closed*
(nothing more is expected) or *cancelled* (nothing ever came). How much has come follows from its lines.
"""
