"""The pages of agreements on prices with customers."""
