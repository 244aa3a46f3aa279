"""The parameters of each operation: reads what a request asks for, and refuses what cannot be.

It decides by the message alone. Whatever answers calls reads them by this, so that a request means
the same to all, and is refused in the same words.
"""
