from django.db import migrations

# Its index is built with more care than by default: that is once, and what it misses is missed in each search.
# Half the digits tell as much, and a row is read in one piece: its words are no longer fetched from a side table.
HALF = """
DROP INDEX directory_search_meaning;
ALTER TABLE directory_searchrow SET (toast_tuple_target = 8160);
ALTER TABLE directory_searchrow ALTER COLUMN embedding TYPE halfvec(384) USING embedding::halfvec(384);
ALTER TABLE directory_searchrow ALTER COLUMN embedding SET STORAGE PLAIN;
CREATE INDEX directory_search_meaning ON directory_searchrow USING hnsw (embedding halfvec_cosine_ops)
    WITH (ef_construction = 160);
"""
WHOLE = """
DROP INDEX directory_search_meaning;
ALTER TABLE directory_searchrow RESET (toast_tuple_target);
ALTER TABLE directory_searchrow ALTER COLUMN embedding TYPE vector(384) USING embedding::vector(384);
ALTER TABLE directory_searchrow ALTER COLUMN embedding SET STORAGE PLAIN;
CREATE INDEX directory_search_meaning ON directory_searchrow USING hnsw (embedding vector_cosine_ops);
"""


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0004_words_of_a_leader'),
    ]

    operations = [
        migrations.RunSQL(HALF, WHOLE),
    ]
