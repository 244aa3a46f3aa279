"""The migration report: what recorded SOAP calls become in the REST API."""
