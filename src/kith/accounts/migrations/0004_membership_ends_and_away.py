from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_partners"),
    ]

    operations = [
        migrations.AddField(
            model_name="membership",
            name="ends_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="membership",
            name="away_from",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("away_from__isnull", True), ("away_until__gt", models.F("away_from")), _connector="OR"
                ),
                name="accounts_membership_away_has_an_end",
            ),
        ),
    ]
