"""What a place has: organizations, services, groups, where and when they are, and when somebody last said so."""
