import django.contrib.postgres.fields
import django.db.models.deletion
import kith.kit.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0003_partners'),
        ('outbox', '0002_partners'),
        ('people', '0001_initial'),
        ('places', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Hook',
            fields=[
                ('id', models.UUIDField(default=kith.kit.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('url', models.CharField(max_length=254)),
                ('events', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('ask.received', 'we have it'), ('ask.taken', 'somebody said yes'), ('ask.moved', 'the person hears by another time'), ('ask.done', 'it is done'), ('ask.ended', 'it ended and was not done')], max_length=20), size=None)),
                ('made_by_label', models.CharField(max_length=200)),
                ('made_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('controller', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
                ('team', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='hooks', to='accounts.team')),
            ],
            options={
                'ordering': ['team', 'url', 'id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('team', 'url'), name='outbox_hook_once')],
            },
        ),
        migrations.RemoveConstraint(
            model_name='message',
            name='outbox_message_has_person',
        ),
        migrations.AddField(
            model_name='message',
            name='hook',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='messages', to='outbox.hook'),
        ),
        migrations.AlterField(
            model_name='message',
            name='audience',
            field=models.CharField(choices=[('person', 'the person'), ('asker', 'the asker'), ('volunteer', 'a volunteer'), ('staff', 'a colleague'), ('partner', 'a partner'), ('program', "a team's own program")], max_length=10),
        ),
        migrations.AddConstraint(
            model_name='message',
            constraint=models.CheckConstraint(condition=models.Q(('audience', 'staff'), models.Q(('audience', 'partner'), ('person__isnull', True), ('team__isnull', False)), models.Q(('audience', 'program'), ('hook__isnull', False), ('person__isnull', True)), models.Q(models.Q(('audience__in', ['partner', 'program']), _negated=True), ('person__isnull', False)), _connector='OR'), name='outbox_message_has_person'),
        ),
    ]
