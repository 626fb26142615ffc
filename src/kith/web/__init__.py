"""Home pages, search, error pages and navigation: pages that belong to no other package."""
