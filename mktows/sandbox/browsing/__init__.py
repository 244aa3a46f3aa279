"""The data of a sandbox, as the page shows them."""
