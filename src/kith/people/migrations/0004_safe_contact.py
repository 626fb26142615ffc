"""How it is safe to reach somebody, and which colleagues must not know of whom."""

import django.contrib.postgres.fields
import django.db.models.deletion
import kith.kit.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0004_membership_ends_and_away'),
        ('people', '0003_moved_to'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='KeptFrom',
            fields=[
                ('id', models.UUIDField(default=kith.kit.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('why', models.CharField(max_length=8)),
                ('at', models.DateTimeField()),
            ],
            options={
                'verbose_name_plural': 'kept from',
            },
        ),
        migrations.CreateModel(
            name='SafeContact',
            fields=[
                ('id', models.UUIDField(default=kith.kit.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('ways', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('text', 'a text'), ('call', 'a call'), ('email', 'an e-mail'), ('door', 'somebody at the door')], max_length=8), blank=True, default=list, size=None)),
                ('on_paper', models.CharField(choices=[('any', 'Paper is safe: a letter, a card, a list'), ('hand', 'Only into their own hand: nothing by post, nothing through the door, on no list'), ('never', 'Nothing on paper at all')], default='hand', max_length=8)),
                ('from_hour', models.TimeField(blank=True, null=True)),
                ('to_hour', models.TimeField(blank=True, null=True)),
                ('days', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveSmallIntegerField(), blank=True, default=list, size=None)),
                ('only_please_ring', models.BooleanField(default=False)),
                ('no_voicemail', models.BooleanField(default=True)),
                ('call_ourselves', models.CharField(blank=True, max_length=60)),
                ('ask_for', models.CharField(blank=True, max_length=60)),
                ('if_somebody_else', models.CharField(blank=True, max_length=300)),
                ('said_by', models.CharField(max_length=200)),
                ('said_at', models.DateTimeField()),
                ('by_label', models.CharField(max_length=200)),
                ('at', models.DateTimeField()),
            ],
            options={
                'ordering': ['-said_at', '-id'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='block',
            name='people_block_names_somebody',
        ),
        migrations.AddField(
            model_name='block',
            name='colleague',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='block',
            name='household',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='block',
            name='over_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='block',
            name='over_said_by',
            field=models.CharField(blank=True, default='', max_length=200),
        ),
        migrations.AddField(
            model_name='block',
            name='said_by',
            field=models.CharField(blank=True, default='', max_length=200),
        ),
        migrations.AddField(
            model_name='block',
            name='somebody_else',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), blank=True, default=list, size=None),
        ),
        migrations.AddConstraint(
            model_name='block',
            constraint=models.CheckConstraint(condition=models.Q(('other__isnull', False), ('colleague__isnull', False), ('household', True), models.Q(('other_name', ''), _negated=True), models.Q(('other_phone', ''), _negated=True), _connector='OR'), name='people_block_names_somebody'),
        ),
        migrations.AddConstraint(
            model_name='block',
            constraint=models.CheckConstraint(condition=models.Q(('over_at__isnull', True), models.Q(('over_said_by', ''), _negated=True), _connector='OR'), name='people_block_over_says_who'),
        ),
        migrations.AddField(
            model_name='keptfrom',
            name='controller',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation'),
        ),
        migrations.AddField(
            model_name='keptfrom',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='kept_from', to='people.person'),
        ),
        migrations.AddField(
            model_name='keptfrom',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='safecontact',
            name='controller',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation'),
        ),
        migrations.AddField(
            model_name='safecontact',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='safe_contacts', to='people.person'),
        ),
        migrations.AddConstraint(
            model_name='keptfrom',
            constraint=models.UniqueConstraint(fields=('person', 'user'), name='people_kept_from_once'),
        ),
        migrations.AddIndex(
            model_name='safecontact',
            index=models.Index(fields=['person', '-said_at'], name='people_safe_newest'),
        ),
        migrations.AddConstraint(
            model_name='safecontact',
            constraint=models.CheckConstraint(condition=models.Q(('said_by', ''), _negated=True), name='people_safe_says_who'),
        ),
        migrations.AddConstraint(
            model_name='safecontact',
            constraint=models.CheckConstraint(condition=models.Q(('said_at__lte', models.F('at'))), name='people_safe_said_before'),
        ),
    ]
