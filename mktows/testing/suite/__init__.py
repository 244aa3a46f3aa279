"""The contract as tests that run against any endpoint: `pytest --pyargs mktows.testing.suite`.

Every test is marked with the clause that it tests, and tests nothing else: what it needs from
another clause and does not get makes it "not tried", so that one mistake breaks one clause. The
clauses are in `mktows.testing.clauses`, the options in the help of pytest.
"""
