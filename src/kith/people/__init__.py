"""People who are helped: how to reach them, safely, and what they need us to know."""
