"""Settings, the embedded database, the clock of sweeps and the command line: how the house is put together."""
