"""What a person needs somebody else to do: kinds, intake, life cycle and the status page."""
