"""Replies whose form does not depend on what answers the call: builds them in any version's types.

Whatever answers calls hands in what it knows, so that the same facts make the same reply.
"""
