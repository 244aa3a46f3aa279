"""The page over HTTP: its addresses, forms and live updates."""
