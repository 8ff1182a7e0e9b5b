"""Revaluation: saying that goods on hand are worth more or less than the books hold."""
