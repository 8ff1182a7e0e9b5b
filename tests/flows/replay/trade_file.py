"""A small file with every kind of dirt that the real ones have, made up for the tests."""

import csv
from pathlib import Path

HEADING = ("Invoice", "StockCode", "Description", "Quantity", "InvoiceDate", "Price", "CustomerID", "Country")
UK, EIRE = "United Kingdom", "EIRE"
ROWS = (
    # the same item twice on one invoice, once in lower case; postage is a charge
    ("900001", "85123A", "WHITE HANGING HEART", 6, "2011-01-26 08:26:00", "2.55", "17850", UK),
    ("900001", "85123a", "  WHITE HANGING HEART ", 4, "2011-01-26 08:26:00", "2.55", "17850", UK),
    ("900001", "POST", "POSTAGE", 1, "2011-01-26 08:27:00", "18.00", "17850", UK),
    # nobody named; a price of zero stays a line
    ("900002", "22423", "REGENCY CAKESTAND", 2, "2011-01-26 09:00:00", "12.75", "", EIRE),
    ("900002", "21777", "RECIPE BOX", 3, "2011-01-26 09:00:00", "0", "", EIRE),
    # a charge alone
    ("900003", "M", "Manual", 2, "2011-01-26 10:00:00", "1.25", "12748", UK),
    # written off, with and without a reason
    ("900004", "22423", "damaged", -3, "2011-01-27 11:00:00", "0", "", UK),
    ("900005", "99999", "", -5, "2011-01-27 11:05:00", "0", "", UK),
    # returned more than any sale at that price covers; postage given back; a price in tenths of a penny
    ("C900006", "85123A", "WHITE HANGING HEART", -12, "2011-01-27 12:00:00", "2.55", "17850", UK),
    ("C900006", "POST", "POSTAGE", -1, "2011-01-27 12:00:00", "18.00", "17850", UK),
    ("900007", "PADS", "PADS TO MATCH", 1, "2011-01-28 09:00:00", "0.001", "13952", UK),
    ("900007", "22423", "REGENCY CAKESTAND", 10, "2011-01-28 09:00:00", "10.95", "13952", UK),
    # a fee kept by others, a discount, and bad debt in both directions
    ("C900008", "AMAZONFEE", "AMAZON FEE", -1, "2011-01-31 09:00:00", "135.41", "", UK),
    ("C900009", "D", "Discount", -1, "2011-01-31 09:30:00", "27.50", "13952", UK),
    ("A900010", "B", "Adjust bad debt", 1, "2011-02-01 14:50:00", "62.06", "", UK),
    ("A900011", "B", "Adjust bad debt", 1, "2011-02-01 14:51:00", "-62.06", "", UK),
    # goods come back from nobody in particular; the next month begins
    ("C900012", "22423", "REGENCY CAKESTAND", -1, "2011-02-01 15:00:00", "12.75", "", EIRE),
    ("900013", "85123A", "WHITE HANGING HEART", 100, "2011-02-03 09:00:00", "2.55", "17850", UK),
    ("900014", "gift_0001_20", "Gift Voucher", 1, "2011-03-01 09:00:00", "16.67", "17850", UK),
)


def write_trade_file(folder: Path) -> Path:
    """The file, as plain text."""
    path = folder / "trade.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEADING)
        writer.writerows(ROWS)
    return path
