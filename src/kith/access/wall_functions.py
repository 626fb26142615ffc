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

_WHERE = (
    f"""CREATE OR REPLACE FUNCTION wall.has_role(roles text[]) RETURNS boolean LANGUAGE sql STABLE {_AS_OWNER} AS $$
SELECT EXISTS (SELECT 1 FROM wall.parts(roles)) $$""",
    f"""CREATE OR REPLACE FUNCTION wall.is_near(roles text[]) RETURNS boolean LANGUAGE sql STABLE {_AS_OWNER} AS $$
SELECT EXISTS (SELECT 1 FROM wall.parts(roles))
   AND NOT EXISTS (SELECT 1 FROM wall.parts(NULL) part WHERE part.place_kind IN ('district', 'system')) $$""",
    f"""CREATE OR REPLACE FUNCTION wall.further_away() RETURNS SETOF uuid LANGUAGE sql STABLE {_FEW} AS $$
SELECT id FROM people_person WHERE further_away $$""",
    f"""CREATE OR REPLACE FUNCTION wall.organisations(roles text[]) RETURNS SETOF uuid
LANGUAGE sql STABLE {_FEW} AS $$ SELECT DISTINCT organisation FROM wall.parts(roles) $$""",
    f"""CREATE OR REPLACE FUNCTION wall.places(roles text[]) RETURNS SETOF uuid LANGUAGE sql STABLE {_FEW} AS $$
SELECT place.id FROM places_place place
 WHERE place.path && ARRAY(SELECT part.place FROM wall.parts(roles) part) $$""",
    # Plain: one organisation, and whatever crosses to it does so wherever these parts reach.
    f"""CREATE OR REPLACE FUNCTION wall.is_plain(roles text[]) RETURNS boolean LANGUAGE sql STABLE {_AS_OWNER} AS $$
SELECT (SELECT count(DISTINCT organisation) FROM wall.parts(roles)) <= 1
   AND NOT EXISTS (
       SELECT 1 FROM wall.crossings(roles) one JOIN places_place mine ON mine.id = one.part_place
        WHERE one.live AND NOT one.place = ANY(mine.path)) $$""",
    f"""CREATE OR REPLACE FUNCTION wall.plain_places(roles text[]) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE {_FEW} AS $$
BEGIN
    IF wall.is_plain(roles) THEN
        RETURN QUERY SELECT wall.places(roles);
    END IF;
END $$""",
    f"""CREATE OR REPLACE FUNCTION wall.controllers(roles text[]) RETURNS SETOF uuid
LANGUAGE sql STABLE {_FEW} AS $$
SELECT organisation FROM wall.parts(roles) UNION SELECT giver FROM wall.crossings(roles) WHERE live $$""",
    # Only where these parts are not plain: then each place goes with the organisations it is open for.
    f"""CREATE OR REPLACE FUNCTION wall.reach(roles text[]) RETURNS TABLE (place uuid, controller uuid)
LANGUAGE plpgsql STABLE {_FEW} AS $$
BEGIN
    IF wall.is_plain(roles) THEN
        RETURN;
    END IF;
    RETURN QUERY
    SELECT under.id, part.organisation
      FROM wall.parts(roles) part JOIN places_place under ON part.place = ANY(under.path)
    UNION
    SELECT under.id, one.giver
      FROM wall.crossings(roles) one
      JOIN places_place under ON one.part_place = ANY(under.path) AND one.place = ANY(under.path)
     WHERE one.live;
END $$""",
    # For what somebody has already: also what still runs off. ``within`` empty: wherever it is.
    f"""CREATE OR REPLACE FUNCTION wall.may_hold(roles text[]) RETURNS TABLE (controller uuid, within uuid)
LANGUAGE sql STABLE {_FEW} AS $$
SELECT organisation, NULL::uuid FROM wall.parts(roles) UNION SELECT giver, place FROM wall.crossings(roles) $$""",
    f"""CREATE OR REPLACE FUNCTION wall.opened() RETURNS SETOF uuid LANGUAGE sql STABLE {_FEW} AS $$
SELECT one.person_id FROM access_opening one, wall.said() parts
 WHERE parts[1] = 'user' AND one.user_id = parts[2]::uuid
   AND one.starts_at <= parts[3]::timestamptz AND one.until > parts[3]::timestamptz $$""",
)

FUNCTIONS: tuple[str, ...] = (*_KEY, _SAID, *_WHO, _PARTS, _CROSSINGS, *_WHERE)
