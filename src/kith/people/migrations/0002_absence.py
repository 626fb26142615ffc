"""Who has died, has moved or is in hospital: lines that are only ever added."""

import django.db.models.deletion
from django.db import migrations, models

import kith.kit.ids


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_duty_list_never_empty"),
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Absence",
            fields=[
                ("id", models.UUIDField(default=kith.kit.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("died", "has died"),
                            ("moved", "has moved"),
                            ("hospital", "is in hospital"),
                            ("back", "can be reached again"),
                        ],
                        max_length=8,
                    ),
                ),
                ("said_by", models.CharField(max_length=200)),
                ("note", models.CharField(blank=True, max_length=300)),
                ("look_again_on", models.DateField(blank=True, null=True)),
                ("by_label", models.CharField(max_length=200)),
                ("at", models.DateTimeField()),
                (
                    "along_with",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="along",
                        to="people.absence",
                    ),
                ),
                (
                    "controller",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation"
                    ),
                ),
                (
                    "ends",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ended_by",
                        to="people.absence",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="absences", to="people.person"
                    ),
                ),
            ],
            options={
                "ordering": ["at", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("said_by", ""), _negated=True), name="people_absence_says_who"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ends__isnull", False), ("what", "back")),
                            models.Q(models.Q(("what", "back"), _negated=True), ("ends", None)),
                            _connector="OR",
                        ),
                        name="people_absence_back_ends_one",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("what", "hospital"), _negated=True),
                            ("look_again_on__isnull", False),
                            _connector="OR",
                        ),
                        name="people_absence_hospital_has_date",
                    ),
                ],
            },
        ),
    ]
