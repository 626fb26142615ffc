"""A promise may be about keeping an entry of the directory true."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("promises", "0012_holder_past_the_wall"),
    ]

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
                    ("permission", "deciding with somebody what they permit"),
                    ("private", "something only its holder reads"),
                    ("emergency", "something that follows an emergency use"),
                    ("review", "looking whether an emergency use was right"),
                    ("entry", "keeping an entry of the directory true"),
                ],
                max_length=10,
            ),
        ),
    ]
