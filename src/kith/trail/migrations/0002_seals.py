"""Seals beside the lines of the trail, and a note of each time the last ones were left outside."""

from django.db import migrations, models


REFUSE_CHANGES = """
CREATE FUNCTION trail_side_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The trail is only ever added to: % stays as it was written.', TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation', HINT = 'Nothing puts a seal right; find out who changed what.';
END
$$;
CREATE TRIGGER trail_seal_append_only BEFORE UPDATE OR DELETE ON trail_seal
    FOR EACH ROW EXECUTE FUNCTION trail_side_is_append_only();
CREATE TRIGGER trail_anchoring_append_only BEFORE UPDATE OR DELETE ON trail_anchoring
    FOR EACH ROW EXECUTE FUNCTION trail_side_is_append_only();
"""

ALLOW_CHANGES = """
DROP TRIGGER trail_anchoring_append_only ON trail_anchoring;
DROP TRIGGER trail_seal_append_only ON trail_seal;
DROP FUNCTION trail_side_is_append_only();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('trail', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Anchoring',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('way', models.CharField(choices=[('file', 'a file'), ('email', 'e-mail'), ('url', 'a web address')], max_length=10)),
                ('heads', models.IntegerField()),
                ('problem', models.CharField(blank=True, default='', max_length=300)),
            ],
            options={
                'indexes': [models.Index(fields=['way', '-at'], name='trail_anchoring_by_way')],
            },
        ),
        migrations.CreateModel(
            name='Seal',
            fields=[
                ('entry_id', models.BigIntegerField(primary_key=True, serialize=False)),
                ('chain', models.UUIDField()),
                ('number', models.BigIntegerField()),
                ('sealed_at', models.DateTimeField()),
                ('mac', models.BinaryField(max_length=32)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('chain', 'number'), name='trail_seal_one_of_each_number')],
            },
        ),
        migrations.RunSQL(REFUSE_CHANGES, ALLOW_CHANGES),
    ]
