
import django.db.models.deletion
import kith.kit.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0005_safeguarding_lead'),
        ('governance', '0004_what_is_permitted_and_who_speaks'),
        ('people', '0003_moved_to'),
        ('places', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Incident',
            fields=[
                ('id', models.UUIDField(default=kith.kit.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=80)),
                ('reason', models.CharField(choices=[('harm', 'Somebody could be badly hurt'), ('life', 'Somebody could die'), ('public-health', 'Many people could fall ill'), ('safeguarding', 'Somebody is being hurt, or is not safe'), ('responding', 'We are answering an emergency: a flood, a fire, a power cut')], max_length=16)),
                ('words', models.CharField(max_length=600)),
                ('which', models.CharField(choices=[('everybody', 'Everybody we know there'), ('open-ask', 'Everybody there with something open')], max_length=10)),
                ('criteria', models.CharField(max_length=600)),
                ('script', models.CharField(max_length=600)),
                ('state', models.CharField(choices=[('proposed', 'waiting for a second person'), ('running', 'running'), ('not-confirmed', 'not confirmed'), ('ended', 'ended, to be reported on'), ('reported', 'reported on')], default='proposed', max_length=14)),
                ('proposed_at', models.DateTimeField()),
                ('asks_second_id', models.UUIDField(blank=True, null=True)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('why_not', models.CharField(blank=True, max_length=300)),
                ('until', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('counted_on', models.DateField(blank=True, null=True)),
                ('report_by', models.DateTimeField(blank=True, null=True)),
                ('report_id', models.UUIDField(blank=True, null=True)),
                ('report', models.TextField(blank=True)),
                ('reported_at', models.DateTimeField(blank=True, null=True)),
                ('reported_by_label', models.CharField(blank=True, max_length=200)),
                ('asked', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('controller', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.place')),
                ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-proposed_at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='Complaint',
            fields=[
                ('id', models.UUIDField(default=kith.kit.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('words', models.CharField(max_length=600)),
                ('by_label', models.CharField(max_length=200)),
                ('at', models.DateTimeField()),
                ('controller', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
                ('incident', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='complaints', to='governance.incident')),
            ],
            options={
                'ordering': ['at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='IncidentPerson',
            fields=[
                ('id', models.UUIDField(default=kith.kit.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('had_said_no', models.BooleanField(default=False)),
                ('state', models.CharField(choices=[('to-ring', 'to ring'), ('no-answer', 'nobody answered'), ('spoken', 'spoken with'), ('stopped', 'told us to stop'), ('in-person', 'not by phone: a colleague reaches them')], default='to-ring', max_length=10)),
                ('note', models.CharField(blank=True, max_length=300)),
                ('at', models.DateTimeField(blank=True, null=True)),
                ('by_label', models.CharField(blank=True, max_length=200)),
                ('controller', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
                ('incident', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='people', to='governance.incident')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.person')),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='Ringer',
            fields=[
                ('id', models.UUIDField(default=kith.kit.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('controller', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
                ('incident', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='ringers', to='governance.incident')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rings_for', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='Decider',
            fields=[
                ('id', models.UUIDField(default=kith.kit.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('named_by_label', models.CharField(max_length=200)),
                ('named_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('controller', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decides', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['named_at', 'id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('controller', 'user'), name='governance_decider_once')],
            },
        ),
        migrations.CreateModel(
            name='EmergencyUse',
            fields=[
                ('id', models.UUIDField(default=kith.kit.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('person_label', models.CharField(max_length=200)),
                ('reason', models.CharField(choices=[('harm', 'Somebody could be badly hurt'), ('life', 'Somebody could die'), ('public-health', 'Many people could fall ill'), ('safeguarding', 'Somebody is being hurt, or is not safe'), ('responding', 'We are answering an emergency: a flood, a fire, a power cut')], max_length=16)),
                ('words', models.CharField(max_length=600)),
                ('classes', models.CharField(max_length=5)),
                ('state', models.CharField(choices=[('open', 'open'), ('over', 'over')], default='open', max_length=8)),
                ('at', models.DateTimeField()),
                ('until', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('heard', models.JSONField(default=list)),
                ('tell_id', models.UUIDField(default=kith.kit.ids.uuid7, editable=False)),
                ('review_id', models.UUIDField(default=kith.kit.ids.uuid7, editable=False)),
                ('read_id', models.UUIDField(blank=True, null=True)),
                ('asks_second_id', models.UUIDField(blank=True, null=True)),
                ('telling', models.CharField(choices=[('to-tell', 'to be told'), ('not-yet', 'not told yet, because'), ('told', 'told'), ('goes-on', 'told together with the next')], default='to-tell', max_length=8)),
                ('told_at', models.DateTimeField(blank=True, null=True)),
                ('told_how', models.CharField(blank=True, max_length=300)),
                ('told_by_label', models.CharField(blank=True, max_length=200)),
                ('not_told_because', models.CharField(blank=True, max_length=300)),
                ('look_again_at', models.DateTimeField(blank=True, null=True)),
                ('review_by', models.DateTimeField()),
                ('review', models.CharField(choices=[('waiting', 'waiting for its review'), ('justified', 'it was right'), ('not', 'it was not right'), ('unclear', 'it is not clear')], default='waiting', max_length=9)),
                ('review_words', models.CharField(blank=True, max_length=600)),
                ('reviewed_at', models.DateTimeField(blank=True, null=True)),
                ('controller', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='emergency_uses', to='people.person')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.place')),
                ('renews', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='renewed_by', to='governance.emergencyuse')),
                ('reviewed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('reviewer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('second', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('team', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.team')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-at', '-id'],
                'indexes': [models.Index(fields=['controller', '-at'], name='governance__control_097ea8_idx'), models.Index(condition=models.Q(('state', 'open')), fields=['until'], name='governance_use_open')],
                'constraints': [models.CheckConstraint(condition=models.Q(('until__gt', models.F('at'))), name='governance_use_ends_after_it_starts'), models.CheckConstraint(condition=models.Q(('words__regex', '^.{20,}')), name='governance_use_says_why'), models.CheckConstraint(condition=models.Q(('reviewed_by__isnull', True), models.Q(('reviewed_by', models.F('user')), _negated=True), _connector='OR'), name='governance_use_reviewed_by_another'), models.CheckConstraint(condition=models.Q(models.Q(('review', 'waiting'), ('reviewed_at__isnull', True)), models.Q(models.Q(('review', 'waiting'), _negated=True), models.Q(('review_words', ''), _negated=True), ('reviewed_at__isnull', False), ('reviewed_by__isnull', False)), _connector='OR'), name='governance_use_review_is_whole'), models.CheckConstraint(condition=models.Q(('renews__isnull', True), models.Q(('second__isnull', False), models.Q(('second', models.F('user')), _negated=True)), _connector='OR'), name='governance_use_renewed_by_a_second'), models.CheckConstraint(condition=models.Q(models.Q(('telling', 'not-yet'), _negated=True), models.Q(models.Q(('not_told_because', ''), _negated=True), ('look_again_at__isnull', False)), _connector='OR'), name='governance_use_not_told_says_why'), models.CheckConstraint(condition=models.Q(models.Q(('telling', 'told'), _negated=True), models.Q(models.Q(('told_how', ''), _negated=True), ('told_at__isnull', False)), _connector='OR'), name='governance_use_told_says_how')],
            },
        ),
        migrations.AddConstraint(
            model_name='incident',
            constraint=models.CheckConstraint(condition=models.Q(('decided_by__isnull', True), models.Q(('decided_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='governance_incident_two_people'),
        ),
        migrations.AddConstraint(
            model_name='incident',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['proposed', 'not-confirmed']), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='governance_incident_runs_by_two'),
        ),
        migrations.AddConstraint(
            model_name='incident',
            constraint=models.CheckConstraint(condition=models.Q(('words__regex', '^.{20,}')), name='governance_incident_says_why'),
        ),
        migrations.AddConstraint(
            model_name='incident',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'reported'), _negated=True), models.Q(models.Q(('report', ''), _negated=True), ('reported_at__isnull', False), models.Q(('reported_by_label', ''), _negated=True)), _connector='OR'), name='governance_incident_reported_has_words'),
        ),
        migrations.AddConstraint(
            model_name='complaint',
            constraint=models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='governance_complaint_has_words'),
        ),
        migrations.AddIndex(
            model_name='incidentperson',
            index=models.Index(fields=['incident', 'state'], name='governance__inciden_02353e_idx'),
        ),
        migrations.AddConstraint(
            model_name='incidentperson',
            constraint=models.UniqueConstraint(fields=('incident', 'person'), name='governance_incident_person_once'),
        ),
        migrations.AddConstraint(
            model_name='ringer',
            constraint=models.UniqueConstraint(fields=('incident', 'user'), name='governance_ringer_once'),
        ),
    ]
