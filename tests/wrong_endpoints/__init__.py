"""Endpoints with one mistake each, for the suite to detect.

`runs` runs the tests of clauses in this process. `mistakes` defines a mistake and makes the common
kinds; a module for each subject holds the mistakes that its clauses must detect, and `table`
collects them.
"""
