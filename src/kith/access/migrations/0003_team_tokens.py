import django.contrib.postgres.fields
import django.db.models.deletion
import kith.kit.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('access', '0002_tries'),
        ('accounts', '0003_partners'),
    ]

    operations = [
        migrations.CreateModel(
            name='TeamToken',
            fields=[
                ('id', models.UUIDField(default=kith.kit.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=80)),
                ('scopes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('asks:send', 'send asks'), ('asks:read', 'read what is happening with the asks it sent')], max_length=20), size=None)),
                ('fingerprint', models.CharField(max_length=64, unique=True)),
                ('most_a_minute', models.PositiveIntegerField(default=600)),
                ('made_by_label', models.CharField(max_length=200)),
                ('made_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('last_used_at', models.DateTimeField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('controller', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
                ('team', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tokens', to='accounts.team')),
            ],
            options={
                'ordering': ['team', 'name', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('made_at'))), name='access_token_ends_after_it_starts'), models.CheckConstraint(condition=models.Q(('scopes__len__gt', 0)), name='access_token_is_for_something')],
            },
        ),
    ]
