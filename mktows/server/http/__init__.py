"""The service over HTTP: sockets, bounded connections, worker threads and `/_control/`."""
