"""The trail's one table, and the trigger that refuses to change or remove a line of it."""

from django.db import migrations, models

REFUSE_CHANGES = """
CREATE FUNCTION trail_entry_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The trail is only ever added to: entry % stays as it was written.', OLD.id
        USING ERRCODE = 'restrict_violation', HINT = 'Write a new entry that puts it right.';
END
$$;
CREATE TRIGGER trail_entry_append_only BEFORE UPDATE OR DELETE ON trail_entry
    FOR EACH ROW EXECUTE FUNCTION trail_entry_is_append_only();
"""

ALLOW_CHANGES = """
DROP TRIGGER trail_entry_append_only ON trail_entry;
DROP FUNCTION trail_entry_is_append_only();
"""


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('actor_kind', models.CharField(max_length=20)),
                ('actor_id', models.UUIDField(blank=True, null=True)),
                ('actor_label', models.CharField(max_length=200)),
                ('keyed_by', models.CharField(blank=True, default='', max_length=200)),
                ('verb', models.CharField(max_length=60)),
                ('subject_kind', models.CharField(max_length=40)),
                ('subject_id', models.UUIDField(blank=True, null=True)),
                ('subject_label', models.CharField(blank=True, default='', max_length=200)),
                ('place_id', models.UUIDField(blank=True, null=True)),
                ('place_label', models.CharField(blank=True, default='', max_length=200)),
                ('controller', models.UUIDField(blank=True, null=True)),
                ('detail', models.JSONField(blank=True, default=dict)),
            ],
            options={
                'indexes': [models.Index(fields=['subject_id', 'id'], name='trail_entry_by_subject'), models.Index(fields=['at'], name='trail_entry_by_time'), models.Index(fields=['place_id', 'at'], name='trail_entry_by_place')],
            },
        ),
        migrations.RunSQL(REFUSE_CHANGES, ALLOW_CHANGES),
    ]
