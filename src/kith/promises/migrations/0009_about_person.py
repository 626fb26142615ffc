"""Whose affairs a promise is about."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0004_safe_contact'),
        ('promises', '0008_private'),
    ]

    operations = [
        migrations.AddField(
            model_name='promise',
            name='about_person',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='promises', to='people.person'),
        ),
    ]
