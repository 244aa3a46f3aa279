"""SQLite without a subject: connections, prepared statements and files."""
