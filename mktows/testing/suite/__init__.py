"""The contract as tests that run against any endpoint: `pytest --pyargs mktows.testing.suite`.

Every test is marked with the one clause that it tests. A test that needs something of another
clause and does not get it is "not tried", so that one mistake breaks one clause.
`mktows.testing.clauses` lists the clauses, the help of pytest the options. With pytest 8.3 or later
`-m "mktows_clause(strength='documented')"` chooses clauses by what they rest on.

A run whose endpoint does not answer in SOAP, at its beginning or later, ends at once with exit code
10. A clause about what is refused, gone or left out is tried only on an endpoint that accepts,
finds and shows something similar.
"""
