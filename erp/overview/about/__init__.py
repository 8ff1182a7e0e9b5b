"""What stands below every record's own facts: its trail, its journal entries, its e-mails and its history."""
