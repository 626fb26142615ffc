"""In which language whoever runs a group is written to, and from when they want no more messages."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("directory", "0003_another_directory")]

    operations = [
        migrations.AddField(
            model_name="leader",
            name="language",
            field=models.CharField(db_default="en-gb", default="en-gb", max_length=8),
        ),
        migrations.AddField(
            model_name="leader",
            name="stopped_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
