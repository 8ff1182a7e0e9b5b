"""When something is due and what tax is on it: payment terms, tax codes, determination and calculation.

Pure arithmetic over facts handed in, and look-ups for whole sets of lines. Sales quote with it, purchasing orders
with it, finance posts and reports it, so it stands below them all and knows neither customers nor accounts.
"""
