from django.db import migrations, models

STATES = [
    ('offered', 'asked, not answered yet'),
    ('accepted', 'said yes'),
    ('not-this-time', 'not this time'),
    ('silent', 'no answer in time'),
    ('somebody-else', 'somebody else has it'),
    ('not-needed', 'no longer needed'),
    ('handed-back', 'handed back'),
    ('came-back', 'came back: we heard nothing'),
    ('finished', 'it is done'),
]


class Migration(migrations.Migration):

    dependencies = [
        ('dispatch', '0003_partner_cards'),
    ]

    operations = [
        migrations.AddField(
            model_name='offer',
            name='km',
            field=models.FloatField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='offer',
            name='asked_still_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='offer',
            name='still_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name='offer',
            name='state',
            field=models.CharField(choices=STATES, db_index=True, default='offered', max_length=14),
        ),
        migrations.AddIndex(
            model_name='offer',
            index=models.Index(fields=['offered_at'], name='dispatch_offer_asked'),
        ),
        migrations.AddIndex(
            model_name='offer',
            index=models.Index(fields=['answered_at'], name='dispatch_offer_answered'),
        ),
    ]
