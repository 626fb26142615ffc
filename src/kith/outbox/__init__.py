"""Every message that leaves: the single gate, its channels and its retries."""
