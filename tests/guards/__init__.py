"""What reviewers forget, kept by machine. Each failure says how to mend it."""
