from django.db import migrations

# A sequence is taken from without a lock, so that nobody who asks waits until somebody else's ask is kept.
FORWARDS = """
CREATE SEQUENCE asks_reference_number AS bigint START 1;
SELECT setval('asks_reference_number', last) FROM asks_counter WHERE last > 0;
"""
BACKWARDS = "DROP SEQUENCE asks_reference_number"


class Migration(migrations.Migration):

    dependencies = [
        ('asks', '0003_sent_in'),
    ]

    operations = [
        migrations.RunSQL(FORWARDS, BACKWARDS),
        migrations.DeleteModel(name='Counter'),
    ]
