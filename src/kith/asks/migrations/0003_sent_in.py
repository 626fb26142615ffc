import django.db.models.deletion
import kith.kit.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('access', '0003_team_tokens'),
        ('accounts', '0003_partners'),
        ('asks', '0002_partners'),
    ]

    operations = [
        migrations.AlterField(
            model_name='ask',
            name='lane',
            field=models.CharField(choices=[('web', 'web page'), ('phone', 'phone'), ('paper', 'paper'), ('text', 'text'), ('sheet', 'spreadsheet'), ('door', 'at the door'), ('program', 'another program')], max_length=8),
        ),
        migrations.CreateModel(
            name='SentIn',
            fields=[
                ('id', models.UUIDField(default=kith.kit.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('key', models.CharField(max_length=255)),
                ('fingerprint', models.CharField(max_length=64)),
                ('answer', models.JSONField(default=dict)),
                ('at', models.DateTimeField()),
                ('ask', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='sent_in', to='asks.ask')),
                ('controller', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
                ('team', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sent_in', to='accounts.team')),
                ('token', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sent_in', to='access.teamtoken')),
            ],
            options={
                'verbose_name_plural': 'asks sent in',
                'indexes': [models.Index(fields=['token', '-at'], name='asks_sent_in_lately')],
                'constraints': [models.UniqueConstraint(fields=('token', 'key'), name='asks_sent_in_once')],
            },
        ),
    ]
