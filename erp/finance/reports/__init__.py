"""What the ledger comes to: trial balance, income statement, balance sheet, account inquiry."""
