"""One more kind of promise: something only its holder reads."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("promises", "0007_away")]

    operations = [
        migrations.AlterField(
            model_name="promise",
            name="kind",
            field=models.CharField(
                choices=[
                    ("ask", "an ask"),
                    ("tell", "telling somebody"),
                    ("message", "a message that could not be sent"),
                    ("decision", "a decision of the morning"),
                    ("close", "speaking with those close to somebody"),
                    ("private", "something only its holder reads"),
                ],
                max_length=10,
            ),
        ),
    ]
