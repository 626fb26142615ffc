"""Letters by post, when a person takes over from trying, and what a provider said became of a message."""

import django.db.models.deletion
from django.db import migrations, models

import kith.kit.ids

CHANNELS = [
    ("text", "Text"),
    ("email", "E-mail"),
    ("ring", "Ring the duty phone"),
    ("letter", "By post"),
    ("webhook", "Webhook"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_partners"),
        ("outbox", "0003_webhooks"),
    ]

    operations = [
        migrations.AddField(
            model_name="message",
            name="postal",
            field=models.CharField(blank=True, db_default="", max_length=600),
        ),
        migrations.AddField(
            model_name="message",
            name="give_up_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name="message",
            name="channel",
            field=models.CharField(choices=CHANNELS, max_length=8),
        ),
        migrations.AlterField(
            model_name="reply",
            name="channel",
            field=models.CharField(choices=CHANNELS, max_length=8),
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                ("id", models.UUIDField(default=kith.kit.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("provider_id", models.CharField(max_length=80)),
                ("state", models.CharField(max_length=40)),
                ("at", models.DateTimeField(blank=True, null=True)),
                ("heard_at", models.DateTimeField()),
                (
                    "controller",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation"
                    ),
                ),
                (
                    "message",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="deliveries", to="outbox.message"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "deliveries",
                "ordering": ["heard_at", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("message", "provider_id", "state"), name="outbox_delivery_heard_once"
                    ),
                ],
            },
        ),
    ]
