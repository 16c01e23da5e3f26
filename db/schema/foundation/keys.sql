-- A subject is stored as KIND:ID, such as account:8821, and an actor likewise, or as desk. These functions are the only
-- ones that take the text apart. Like every function whose body is one expression, PostgreSQL puts that expression in
-- place of the call.

create or replace function subject_kind(subject text) returns text language sql immutable parallel safe
  return split_part(subject, ':', 1);

-- The platform's id of a subject of this kind; null for a subject of another kind.
create or replace function subject_id(subject text, of_kind text) returns text language sql immutable parallel safe
  return case when starts_with(subject, of_kind || ':') then substr(subject, length(of_kind) + 2) end;

create or replace function actor_kind(actor text) returns text language sql immutable parallel safe
  return split_part(actor, ':', 1);

-- The id of an actor of this kind: a person, an API key or a source of automation; null for an actor of another kind.
create or replace function actor_id(actor text, of_kind text) returns text language sql immutable parallel safe
  return case when starts_with(actor, of_kind || ':') then substr(actor, length(of_kind) + 2) end;
