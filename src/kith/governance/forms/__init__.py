"""What is typed about agreements and organisations. Nothing typed is ever lost."""
