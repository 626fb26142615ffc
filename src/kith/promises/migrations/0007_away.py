"""One more reason for a holder to change: they are away."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("promises", "0006_close")]

    operations = [
        migrations.AlterField(
            model_name="move",
            name="what",
            field=models.CharField(
                choices=[
                    ("news", "told the news, and a new date with it"),
                    ("date", "the date was moved"),
                    ("holder", "somebody else has it"),
                    ("step-up", "the next place was told"),
                    ("left", "the holder left; re-homed"),
                    ("away", "the holder is away; whoever is on duty has it"),
                ],
                max_length=8,
            ),
        ),
    ]
