"""Facts of the service, each once and with its evidence."""
