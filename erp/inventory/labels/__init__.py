"""Labels: of bins, of items and received packs, and of the cartons of a shipment, on rolls or on sheets of labels."""
