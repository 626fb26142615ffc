"""Messages to whoever runs a group, who has no account and is not among the people we help."""

import django.db.models.deletion
from django.db import migrations, models

_AUDIENCES = [
    ("person", "the person"),
    ("asker", "the asker"),
    ("volunteer", "a volunteer"),
    ("staff", "a colleague"),
    ("partner", "a partner"),
    ("program", "a team's own program"),
    ("raiser", "somebody who told us something"),
    ("group", "whoever runs a group"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0004_words_of_a_leader"),
        ("outbox", "0006_find_a_way"),
    ]

    operations = [
        migrations.AddField(
            model_name="message",
            name="leader",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="directory.leader",
            ),
        ),
        migrations.AlterField(
            model_name="message",
            name="audience",
            field=models.CharField(choices=_AUDIENCES, max_length=10),
        ),
        migrations.RemoveConstraint(model_name="message", name="outbox_message_has_person"),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("audience", "staff"),
                    models.Q(("audience", "partner"), ("person__isnull", True), ("team__isnull", False)),
                    models.Q(("audience", "program"), ("hook__isnull", False), ("person__isnull", True)),
                    models.Q(("audience", "raiser"), ("kind", "told-us"), ("person__isnull", True)),
                    models.Q(("audience", "group"), ("leader__isnull", False), ("person__isnull", True)),
                    models.Q(
                        models.Q(("audience__in", ["partner", "program", "raiser", "group"]), _negated=True),
                        ("person__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="outbox_message_has_person",
            ),
        ),
    ]
