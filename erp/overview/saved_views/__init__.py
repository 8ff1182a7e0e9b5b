"""Lists under a name: filters, order and columns, one's own or shared, and which of them one usually wants."""
