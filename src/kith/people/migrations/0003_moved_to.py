"""Where somebody lives now, once we were told that they have moved."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0002_absence"),
    ]

    operations = [
        migrations.AddField(
            model_name="person",
            name="moved_to",
            field=models.CharField(blank=True, default="", max_length=300),
        ),
        migrations.AddField(
            model_name="person",
            name="moved_to_town",
            field=models.CharField(blank=True, default="", max_length=120),
        ),
        migrations.AddField(
            model_name="person",
            name="moved_to_postcode",
            field=models.CharField(blank=True, default="", max_length=10),
        ),
    ]
