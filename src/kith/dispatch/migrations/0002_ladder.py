import django.db.models.deletion
import kith.kit.ids
from django.db import migrations, models

LEVELS = [
    ('street', 'the street'),
    ('community', 'the community'),
    ('nearby', 'nearby communities'),
    ('district', 'the district'),
    ('partner', 'partners'),
    ('person', 'a person on the phone'),
]


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_duty_list_never_empty'),
        ('dispatch', '0001_initial'),
        ('places', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Ladder',
            fields=[
                ('id', models.UUIDField(default=kith.kit.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(blank=True, max_length=20)),
                ('rungs', models.JSONField()),
                ('changed_at', models.DateTimeField()),
                ('changed_by_label', models.CharField(max_length=200)),
                ('controller', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='ladders', to='places.place')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('place', 'kind'), name='dispatch_one_ladder_for_a_place_and_kind')],
            },
        ),
        migrations.AddField(
            model_name='search',
            name='ladder',
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AlterField(
            model_name='search',
            name='from_level',
            field=models.CharField(choices=LEVELS, default='street', max_length=10),
        ),
        migrations.AlterField(
            model_name='search',
            name='level',
            field=models.CharField(blank=True, choices=LEVELS, max_length=10),
        ),
        migrations.AlterField(
            model_name='offer',
            name='level',
            field=models.CharField(choices=LEVELS, max_length=10),
        ),
    ]
