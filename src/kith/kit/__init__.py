"""What every package may lean on. No domain and no models here."""
