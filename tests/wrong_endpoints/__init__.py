"""Endpoints that are wrong in one thing each, and what the suite says of them.

`runs` runs the tests of clauses in this process. `mistakes` says what a mistake is and makes some
kinds of them; a module for each subject holds the mistakes that its clauses must convict, and
`table` collects them.
"""
