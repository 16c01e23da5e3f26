-- Returns the roles of a person that count for a change. One that is limited to platforms counts for the protections of
-- their accounts and contents alone.
create or replace function roles_for_change(of_kind text, said jsonb, person staff) returns text[]
  language sql immutable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select case when person.role_platforms = '{}' then person.roles
    when of_kind in ('tag', 'drill_account') then roles_at(person, 'account:' || (said ->> 'accountId'))
    when of_kind = 'protection' then roles_at(person, said ->> 'subject')
    else roles_everywhere(person) end
$$;

-- Returns the reason why a person cannot agree to another person's open change, because of their rights or its subject.
-- Null: they can.
create or replace function agreement_refusal(changing desk_change, person_id text) returns text
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
declare
  person staff;
  standing record;
begin
  select * into person from staff where id = person_id;
  select * into standing from staff_standing(person_id);
  -- A person who is shown another's end date may agree to a later one.
  if changing.kind = 'end_later' and not 'admin' = any (person.roles) and exists (
    select from staff where id = changing.body::jsonb ->> 'staffId' and notice_kind = 'involuntary') then
    return 'for_admin';
  end if;
  if undoes_removal(changing.kind, changing.body::jsonb, person_id) then return null; end if;
  if not person.roles && array['policy', 'admin'] then
    if not standing.on_shift then return 'off_shift'; end if;
    if standing.on_break then return 'on_break'; end if;
  end if;
  if standing.leaving then return 'standing'; end if;
  if person.approves_from > desk_now() then return 'too_new'; end if;
  if changing.kind = 'sender_pause' and has_second_person()
    and had_part_in_misuse(changing.body::jsonb ->> 'senderId', person_id) then
    return 'had_part';
  end if;
  if changing.kind = 'settlement_correction' and correction_refusal(changing.body::jsonb, person_id) is not null then
    return correction_refusal(changing.body::jsonb, person_id);
  end if;
  if changing.kind = 'protect_list' then return protect_list_refusal(changing.id, person_id); end if;
  if changing.proposed_by <> person_id and counts_towards_pair_limit(changing) and not adds_third_changer(changing)
    and pair_count(person_id, changing.proposed_by, null) >= pair_limit() then
    return 'pair';
  end if;
  return null;
end $$;

-- Returns the reason, as one word, why this person cannot give this answer to this change now. Null: they can. Policy
-- people and administrators have no shifts; a lead without these roles must be on duty.
create or replace function change_answer_refusal(for_change text, person_id text, said text) returns text
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
declare
  changing desk_change;
  person staff;
  standing record;
begin
  select * into changing from desk_change where id = for_change;
  select * into person from staff where id = person_id;
  select * into standing from staff_standing(person_id);
  if changing.id is null or person.id is null then return 'unknown'; end if;
  if not standing.active then return 'ended'; end if;
  -- Stopping a change is the safe direction: restricted people may do it, off duty too.
  if said = 'stop' then
    return case when not may_change(person.roles) then 'role' when changing.state <> 'agreed' then 'not_agreed' end;
  end if;
  if not may_change(roles_for_change(changing.kind, changing.body::jsonb, person))
    and not undoes_removal(changing.kind, changing.body::jsonb, person_id) then
    return 'role';
  end if;
  if standing.restricted and not undoes_removal(changing.kind, changing.body::jsonb,
    person_id) then return 'restricted'; end if;
  if changing.state <> 'proposed' then return 'not_open'; end if;
  if changing.expires_at <= desk_now() then return 'too_late'; end if;
  if changing.proposed_by = person_id then
    if said <> 'agree' or has_second_person() then return 'own'; end if;
    if changing.proposed_at > desk_now() - own_review_after() then return 'too_soon'; end if;
  end if;
  if exists (select from change_answer where change_id = for_change
    and staff_id = person_id) then return 'answered_already'; end if;
  -- A person does not answer a change that removes their own passkey either.
  if (said = 'agree' or changing.kind = 'passkey_removal') and has_second_person()
    and (changing.body::jsonb ->> 'staffId' = person_id or changing.body::jsonb -> 'staffIds' ? person_id) then
    return 'about_you';
  end if;
  return case when said = 'agree' then agreement_refusal(changing, person_id) end;
end $$;

-- True when a change adds a person who may approve protections or agree to changes.
create or replace function grants_approval_rights(changing desk_change) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select changing.kind = 'approver' and (changing.body::jsonb -> 'person' -> 'roles' ?| array['senior', 'lead',
    'policy', 'admin']
    or coalesce(changing.body::jsonb -> 'person' -> 'clearances' ? 'protected', false))
$$;

-- True when agreeing to a change counts towards the weekly limit of two people, because it loosens rules. (The delays
-- of changes come later; the function reads them when it runs.)
create or replace function counts_towards_pair_limit(changing desk_change) returns boolean
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  return change_delay(changing.kind, changing.body::jsonb, changing.direction) > interval '0'
    or changing.kind = 'sender_pause'
    or exists (select from setup_end) and grants_approval_rights(changing);
end $$;

-- True when fewer than three people may agree to changes, or are about to, and this adds one: two people who are alone
-- may always bring in a third.
create or replace function adds_third_changer(changing desk_change) returns boolean language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  select (changing.kind = 'role' and may_change(array[changing.body::jsonb ->> 'role'])
        and not changing.body::jsonb ? 'platforms'
      or changing.kind = 'approver' and changing.body::jsonb -> 'person' -> 'roles' ?| array['policy', 'lead', 'admin'])
    and (select count(*) from staff cross join lateral staff_standing(staff.id) standing
      where may_change(roles_everywhere(staff)) and standing.active and not standing.restricted)
      + (select count(*) from desk_change other where other.state = 'agreed' and other.kind = 'role'
        and may_change(array[other.body::jsonb ->> 'role'])) < 3
$$;

-- The pseudonyms of the first ten people who could agree to a change, on duty or not.
create or replace function list_other_change_approvers(for_change text) returns text[]
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select array(select pseudonym from staff where may_change(roles) and ended_at is null
    and coalesce(change_answer_refusal(for_change, id, 'agree'), 'off_shift') in ('off_shift', 'on_break')
      order by pseudonym limit 10)
$$;

-- Locks the pair of a change's proposer and its approver until the transaction ends, as enforcements do: two agreements
-- at the same instant are counted one after the other.
create or replace function lock_change_pair(for_change text, person_id text) returns void
  language sql volatile security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select pg_advisory_xact_lock(hashtextextended('pair ' || least(proposed_by, person_id) || ' ' || greatest(proposed_by,
    person_id), 0))
  from desk_change where id = for_change and proposed_by <> person_id
$$;

create or replace function check_change_answer() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
declare
  refusal text;
begin
  new.signed_at := desk_now();
  refusal := change_answer_refusal(new.change_id, new.staff_id, new.answer);
  if refusal is not null then
    raise exception '% can not say % to change %: %', new.staff_id, new.answer, new.change_id, refusal
      using errcode = 'CS001';
  end if;
  if new.answer = 'agree' then
    perform lock_change_pair(new.change_id, new.staff_id);
    if change_answer_refusal(new.change_id, new.staff_id, new.answer) is not null then
      raise exception '% and the proposer of change % have agreed to each other too often', new.staff_id, new.change_id
        using errcode = 'CS001';
    end if;
    perform use_signature(new.signature_id, 'change_agree', new.change_id, new.staff_id);
    if not exists (select from signature join desk_change on desk_change.id = new.change_id
      where signature.id = new.signature_id and signature.core = new.core
        and new.core::jsonb ->> 'body' = encode(sha256(convert_to(desk_change.body, 'UTF8')), 'hex')
        and new.core::jsonb ->> 'says' = encode(sha256(convert_to(desk_change.says, 'UTF8')), 'hex')) then
      raise exception 'what % signed is not change % as it is', new.staff_id, new.change_id using errcode = 'CS001';
    end if;
  end if;
  return new;
end $$;
