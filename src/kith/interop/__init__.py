"""Speaks the standards of others: Open Referral UK, iCalendar and schema.org."""
