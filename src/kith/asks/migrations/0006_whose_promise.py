"""Every promise made so far says whose affairs it is about."""

from django.db import migrations

ASKS = """
UPDATE promises_promise SET about_person_id = ask.person_id FROM asks_ask ask
WHERE ask.promise_id = promises_promise.id AND about_person_id IS NULL"""
TELLINGS = """
UPDATE promises_promise SET about_person_id = telling.person_id FROM promises_telling telling
WHERE telling.promise_id = promises_promise.id AND about_person_id IS NULL"""


class Migration(migrations.Migration):
    dependencies = [("asks", "0005_visit_words"), ("promises", "0009_about_person")]

    operations = [
        migrations.RunSQL(ASKS, migrations.RunSQL.noop),
        migrations.RunSQL(TELLINGS, migrations.RunSQL.noop),
    ]
