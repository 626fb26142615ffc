"""Pages that belong to no other package: signing in, who may, and the first page of an empty instance."""
