"""One more kind of promise: speaking with those close to somebody."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("promises", "0005_holder_not_past_its_day")]

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
                ],
                max_length=10,
            ),
        ),
    ]
