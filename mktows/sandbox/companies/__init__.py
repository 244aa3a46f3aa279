"""Companies and sales persons, which the REST API alone reads and writes."""
