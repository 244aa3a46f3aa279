"""For the tests of others: strategies, validators, examples and vectors of the contract."""
