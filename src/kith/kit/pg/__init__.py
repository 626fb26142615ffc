"""Django's own PostgreSQL backend, which writes the words of a question once and is only told the values after that."""
