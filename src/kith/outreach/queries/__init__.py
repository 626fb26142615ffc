"""Which groups are due a question or a call?"""
