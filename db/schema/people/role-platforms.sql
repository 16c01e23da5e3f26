-- A reviewing role may be limited to platforms: at others it counts for nothing but stop and restore.

create or replace function platform_of_subject(subject text) returns text language sql immutable parallel safe
  return platform_of_id(substr(subject, strpos(subject, ':') + 1));

-- Returns those of a person's roles that count at a platform.
create or replace function limited_roles(roles text[], limits jsonb, at_platform text) returns text[]
  language sql immutable parallel safe
  return case when limits = '{}' then roles
    else array(select role from unnest(roles) role where not limits ? role or limits -> role ? at_platform) end;

create or replace function roles_at(person staff, subject text) returns text[] language sql immutable
  return case when person.role_platforms = '{}' then person.roles
    else limited_roles(person.roles, person.role_platforms, platform_of_subject(subject)) end;

-- Returns the roles without a limit. Only these count for what concerns the whole organisation.
create or replace function roles_everywhere(person staff) returns text[] language sql immutable
  return limited_roles(person.roles, person.role_platforms, '');

-- True when one of these roles counts at the platform of a subject, so that a person may see it.
create or replace function sees_platform(roles text[], limits jsonb, subject text) returns boolean
  language sql immutable parallel safe
  return limits = '{}' or cardinality(limited_roles(roles, limits, platform_of_subject(subject))) > 0;

-- True when the limits of an actor's roles let them decide about a subject: a person with a limited role needs a
-- reviewing role at its platform.
create or replace function acts_at(actor text, subject text) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select not exists (select from staff person where person.id = actor_id(actor, 'staff')
    and person.role_platforms <> '{}' and not may_review(roles_at(person, subject)))
$$;

-- Refuses a decision or an enforcement of a person none of whose reviewing roles counts at the platform of its subject.
create or replace function check_role_platform() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
declare
  actor text;
  of_subject text;
begin
  if tg_table_name = 'enforcement' then
    actor := new.proposed_by;
    of_subject := new.subject;
  else
    actor := 'staff:' || new.staff_id;
    select subject into of_subject from review_case where id = new.case_id;
  end if;
  if not acts_at(actor, of_subject) then
    raise exception 'no reviewing role of % counts at the platform of %', actor, of_subject using errcode = 'CS001';
  end if;
  return new;
end $$;
