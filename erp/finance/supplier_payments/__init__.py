"""Payments to suppliers: what is paid settles bills; what is paid ahead stands until it does."""
