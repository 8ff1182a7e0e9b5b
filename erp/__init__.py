"""A distribution ERP: order to cash and return to credit for a multi-branch wholesaler.

Modules stand in one order and knowledge points downward; `erp/app.py` puts them together.
"""

__version__ = "0.1.0"
