"""What the policies of the second wall ask: who acts, in which roles, where, and for which organisations.

All run as the owner of the tables with a fixed search path, because the serving role may not read the key, and must
not need the very rows it asks about. Each is asked once in a statement. ``said`` alone knows whether words are true.
"""

from __future__ import annotations

# They are asked once in a statement and answer few rows. Were they thought dear, the planner would rather read a whole
# table than ask for one row of it.
_AS_OWNER = "COST 1 SECURITY DEFINER SET search_path = public, pg_temp"
_FEW = f"ROWS 20 {_AS_OWNER}"

_KEY = (
    "CREATE SCHEMA IF NOT EXISTS wall",
    "CREATE TABLE IF NOT EXISTS wall.key (inner_pad bytea NOT NULL, outer_pad bytea NOT NULL)",
    "REVOKE ALL ON ALL TABLES IN SCHEMA wall FROM PUBLIC",
)

# Kind, id, moment, what a link was given for, flags, connection and a random word, then the mark over all of them.
_SAID = f"""
CREATE OR REPLACE FUNCTION wall.said() RETURNS text[] LANGUAGE plpgsql STABLE {_AS_OWNER} AS $$
DECLARE
    given text := current_setting('kith.said', true);
    parts text[];
    true_mark bytea;
BEGIN
    IF given IS NULL OR given = '' THEN
        RETURN NULL;
    END IF;
    parts := string_to_array(given, '|');
    IF array_length(parts, 1) <> 8 OR parts[6] <> pg_backend_pid()::text THEN
        RETURN NULL;
    END IF;
    SELECT sha256(outer_pad || sha256(inner_pad || convert_to(array_to_string(parts[1:7], '|'), 'UTF8')))
      INTO true_mark FROM wall.key;
    IF true_mark IS NULL OR encode(true_mark, 'hex') <> parts[8] THEN
        RETURN NULL;
    END IF;
    RETURN parts;
END $$
"""

_WHO = (
    f"""CREATE OR REPLACE FUNCTION wall.sees_all() RETURNS boolean LANGUAGE sql STABLE {_AS_OWNER} AS $$
SELECT coalesce((wall.said())[1] IN ('system', 'act'), false) $$""",
    f"""CREATE OR REPLACE FUNCTION wall.kind() RETURNS text LANGUAGE sql STABLE {_AS_OWNER} AS $$
SELECT coalesce((wall.said())[1], '') $$""",
    f"""CREATE OR REPLACE FUNCTION wall.moment() RETURNS timestamptz LANGUAGE sql STABLE {_AS_OWNER} AS $$
SELECT nullif((wall.said())[3], '')::timestamptz $$""",
    f"""CREATE OR REPLACE FUNCTION wall.me(wanted text) RETURNS uuid LANGUAGE sql STABLE {_AS_OWNER} AS $$
SELECT nullif(parts[2], '')::uuid FROM wall.said() parts WHERE parts[1] = wanted $$""",
)

# One line for each live membership in one of these roles. Signed in long ago on one's own phone: the street alone.
_PARTS = f"""
CREATE OR REPLACE FUNCTION wall.parts(roles text[])
RETURNS TABLE (organisation uuid, place uuid, place_kind text, moment timestamptz)
LANGUAGE plpgsql STABLE {_FEW} AS $$
DECLARE
    said text[] := wall.said();
BEGIN
    IF said IS NULL OR said[1] <> 'user' THEN
        RETURN;
    END IF;
    RETURN QUERY
    SELECT team.organisation_id, team.place_id, place.kind::text, said[3]::timestamptz
      FROM accounts_membership part
      JOIN accounts_user person ON person.id = part.user_id AND person.is_active
      JOIN accounts_team team ON team.id = part.team_id
      JOIN places_place place ON place.id = team.place_id
     WHERE part.user_id = said[2]::uuid AND part.ended_at IS NULL
       AND (part.ends_at IS NULL OR part.ends_at > said[3]::timestamptz)
       AND (roles IS NULL OR part.role = ANY(roles))
       AND (said[5] <> 'street' OR place.kind = 'street');
END $$
"""

# What other organisations let cross to the parts' own, now, for helping. A row a colleague reads has a name on it.
_CROSSINGS = f"""
CREATE OR REPLACE FUNCTION wall.crossings(roles text[])
RETURNS TABLE (part_place uuid, giver uuid, place uuid, live boolean) LANGUAGE sql STABLE {_FEW} AS $$
SELECT part.place, one.giver_id, one.place_id, one.expires_at > part.moment
  FROM wall.parts(roles) part
  JOIN access_crossing one ON one.taker_id = part.organisation AND one.purpose = 'help' AND one.classes LIKE '%B%'
   AND one.starts_at <= part.moment AND one.runs_off_until > part.moment $$
"""

# Where these parts work and for whom it is open to them: worked out at the first question of a transaction, and kept
# beside the words of whoever acts, marked as those are and good only with those very words. Whoever cannot sign the one
# cannot sign the other; said anew, as after each act, the words leave what was kept behind. In order: organisations,
# places beneath the parts, whether plain, controllers, each place with a controller that is open there (where not
# plain), each controller with where one may go on holding what is theirs, and whether all is nearer than a district.
_KEPT = f"""
CREATE OR REPLACE FUNCTION wall.kept(roles text[]) RETURNS text[] LANGUAGE plpgsql STABLE {_AS_OWNER} AS $$
DECLARE
    said text[] := wall.said();
    asked text := encode(sha256(convert_to(coalesce(roles::text, ''), 'UTF8')), 'hex');
    kept_as text := 'kith.kept_' || left(asked, 16);
    given text;
    found text[];
    words text;
    true_mark bytea;
    plain boolean;
BEGIN
    IF said IS NULL OR said[1] <> 'user' THEN
        RETURN NULL;
    END IF;
    given := current_setting(kept_as, true);
    IF given <> '' THEN
        words := left(given, -65);
        SELECT sha256(outer_pad || sha256(inner_pad || convert_to(words, 'UTF8'))) INTO true_mark FROM wall.key;
        found := string_to_array(words, chr(10));
        IF encode(true_mark, 'hex') = right(given, 64)
           AND found[1] = 'kept' AND found[2] = said[8] AND found[3] = asked THEN
            RETURN found[4:];
        END IF;
    END IF;
    SELECT (SELECT count(DISTINCT organisation) FROM wall.parts(roles)) <= 1
       AND NOT EXISTS (
           SELECT 1 FROM wall.crossings(roles) one JOIN places_place mine ON mine.id = one.part_place
            WHERE one.live AND NOT one.place = ANY(mine.path)) INTO plain;
    found := ARRAY[
        (SELECT string_agg(DISTINCT organisation::text, ',') FROM wall.parts(roles)),
        (SELECT string_agg(place.id::text, ',') FROM places_place place
          WHERE place.path && ARRAY(SELECT part.place FROM wall.parts(roles) part)),
        plain::text,
        (SELECT string_agg(DISTINCT one::text, ',') FROM (
             SELECT organisation FROM wall.parts(roles)
             UNION SELECT giver FROM wall.crossings(roles) WHERE live) open_for(one)),
        (SELECT string_agg(DISTINCT one.place || ' ' || one.controller, ',') FROM (
             SELECT under.id, part.organisation
               FROM wall.parts(roles) part JOIN places_place under ON part.place = ANY(under.path)
             UNION
             SELECT under.id, cross_.giver
               FROM wall.crossings(roles) cross_
               JOIN places_place under ON cross_.part_place = ANY(under.path) AND cross_.place = ANY(under.path)
              WHERE cross_.live) one(place, controller) WHERE NOT plain),
        (SELECT string_agg(DISTINCT one.controller || ' ' || coalesce(one.within::text, ''), ',') FROM (
             SELECT organisation, NULL::uuid FROM wall.parts(roles)
             UNION SELECT giver, place FROM wall.crossings(roles)) one(controller, within)),
        (EXISTS (SELECT 1 FROM wall.parts(roles)) AND NOT EXISTS (
             SELECT 1 FROM wall.parts(NULL) part WHERE part.place_kind IN ('district', 'system')))::text
    ];
    words := array_to_string(ARRAY['kept', said[8], asked] || found, chr(10), '');
    SELECT sha256(outer_pad || sha256(inner_pad || convert_to(words, 'UTF8'))) INTO true_mark FROM wall.key;
    IF true_mark IS NOT NULL THEN
        PERFORM set_config(kept_as, words || chr(10) || encode(true_mark, 'hex'), true);
    END IF;
    RETURN found;
END $$
"""

_WHERE = (
    f"""CREATE OR REPLACE FUNCTION wall.has_role(roles text[]) RETURNS boolean LANGUAGE sql STABLE {_AS_OWNER} AS $$
SELECT coalesce((wall.kept(roles))[1], '') <> '' $$""",
    f"""CREATE OR REPLACE FUNCTION wall.is_near(roles text[]) RETURNS boolean LANGUAGE sql STABLE {_AS_OWNER} AS $$
SELECT coalesce((wall.kept(roles))[7], 'false')::boolean $$""",
    f"""CREATE OR REPLACE FUNCTION wall.further_away() RETURNS SETOF uuid LANGUAGE sql STABLE {_FEW} AS $$
SELECT id FROM people_person WHERE further_away $$""",
    f"""CREATE OR REPLACE FUNCTION wall.organisations(roles text[]) RETURNS SETOF uuid
LANGUAGE sql STABLE {_FEW} AS $$ SELECT string_to_table((wall.kept(roles))[1], ',')::uuid $$""",
    f"""CREATE OR REPLACE FUNCTION wall.places(roles text[]) RETURNS SETOF uuid LANGUAGE sql STABLE {_FEW} AS $$
SELECT string_to_table((wall.kept(roles))[2], ',')::uuid $$""",
    # Plain: one organisation, and whatever crosses to it does so wherever these parts reach.
    f"""CREATE OR REPLACE FUNCTION wall.plain_places(roles text[]) RETURNS SETOF uuid
LANGUAGE sql STABLE {_FEW} AS $$
SELECT string_to_table(kept[2], ',')::uuid FROM wall.kept(roles) kept WHERE kept[3]::boolean $$""",
    f"""CREATE OR REPLACE FUNCTION wall.controllers(roles text[]) RETURNS SETOF uuid
LANGUAGE sql STABLE {_FEW} AS $$ SELECT string_to_table((wall.kept(roles))[4], ',')::uuid $$""",
    # Only where these parts are not plain: then each place goes with the organisations it is open for.
    f"""CREATE OR REPLACE FUNCTION wall.reach(roles text[]) RETURNS TABLE (place uuid, controller uuid)
LANGUAGE sql STABLE {_FEW} AS $$
SELECT split_part(one, ' ', 1)::uuid, split_part(one, ' ', 2)::uuid
  FROM string_to_table((wall.kept(roles))[5], ',') one $$""",
    # For what somebody has already: also what still runs off. ``within`` empty: wherever it is.
    f"""CREATE OR REPLACE FUNCTION wall.may_hold(roles text[]) RETURNS TABLE (controller uuid, within uuid)
LANGUAGE sql STABLE {_FEW} AS $$
SELECT split_part(one, ' ', 1)::uuid, nullif(split_part(one, ' ', 2), '')::uuid
  FROM string_to_table((wall.kept(roles))[6], ',') one $$""",
    f"""CREATE OR REPLACE FUNCTION wall.opened() RETURNS SETOF uuid LANGUAGE sql STABLE {_FEW} AS $$
SELECT one.person_id FROM access_opening one, wall.said() parts
 WHERE parts[1] = 'user' AND one.user_id = parts[2]::uuid
   AND one.starts_at <= parts[3]::timestamptz AND one.until > parts[3]::timestamptz $$""",
)

FUNCTIONS: tuple[str, ...] = (*_KEY, _SAID, *_WHO, _PARTS, _CROSSINGS, _KEPT, *_WHERE)
