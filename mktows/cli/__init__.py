"""The command line: arguments in, data on stdout, all else on stderr, and an exit code."""
