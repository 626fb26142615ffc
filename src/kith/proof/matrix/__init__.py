"""Both walls against a table written by hand: every address, by everybody, about rows tied to them in every way."""
