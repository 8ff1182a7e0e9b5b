"""The pages of a customer's delivery addresses and people."""
