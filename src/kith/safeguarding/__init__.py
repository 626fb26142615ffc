"""Who is worried about whom, who reads it, what was decided, and how is whoever said it answered?"""
