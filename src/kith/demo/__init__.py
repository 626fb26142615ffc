"""An invented district and its cast, made by calling our own actions."""
