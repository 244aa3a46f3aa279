"""What is known of the service: each fact once, with its evidence."""
