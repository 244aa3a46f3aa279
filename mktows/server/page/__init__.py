"""The page on a running service: what a program sent, as HTML. Pure: data in, text out."""
