"""The rules of the service in plain Python: what it remembers, and what it answers.

Nothing here knows the sandbox or SQL. What an operation answers is written as dicts and lists with
the names of the bindings' members; a member that is nil or absent is left out.
"""
