"""The contract as tests that run against any endpoint: `pytest --pyargs mktows.testing.suite`.

Every test is marked with the clause that it tests, and tests nothing else: what it needs from
another clause and does not get makes it "not tried", so that one mistake breaks one clause.
`mktows.testing.clauses` lists the clauses, the help of pytest the options. With pytest 8.3 or later
`-m "mktows_clause(strength='documented')"` chooses clauses by what they rest on.

A run whose endpoint does not answer in SOAP, at its beginning or later, ends at once with exit code
10. A clause about what is refused, gone or left out is told only of an endpoint that accepts, finds
and shows the like of it.
"""
