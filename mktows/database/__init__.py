"""SQLite and PostgreSQL without a subject: connections, prepared statements and files."""
