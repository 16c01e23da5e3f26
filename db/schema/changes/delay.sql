-- True when the proposer of a change still works here and may propose it. Any person may propose a passkey for
-- themselves.
create or replace function change_proposer_may_act(changing desk_change) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select coalesce((
    select standing.active and (undoes_removal(changing.kind, changing.body::jsonb, person.id)
      or not standing.restricted and (may_change(roles_for_change(changing.kind,
        changing.body::jsonb, person))
        or changing.kind in ('passkey', 'passkey_removal') and changing.body::jsonb ->> 'staffId' = person.id))
    from staff person cross join lateral staff_standing(person.id) standing
      where person.id = changing.proposed_by), false)
$$;

-- True when another tag of the account was dropped within a day, or is about to be: the short delay is for a single
-- tag.
create or replace function has_recent_tag_removal(said jsonb) returns boolean language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  select exists (select from desk_change other where other.kind = 'tag' and other.takes_effect_at is not null
    and other.state in ('agreed', 'applied') and other.moved_at > desk_now() - interval '1 day'
    and other.body::jsonb ->> 'accountId' = said ->> 'accountId' and other.body::jsonb ->> 'op' = 'remove'
    and other.body::jsonb ->> 'tag' <> said ->> 'tag')
$$;

-- True when a change returns to the actions that were denied to a role or a person at some time in the last 24 hours.
-- So a denial made with a stolen passkey is undone by two people at once.
create or replace function returns_to_recent_denial(said jsonb) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select exists (
    select from (select set_at, coalesce(lag(actions) over (order by id), '{}') as before from action_denial
      where role is not distinct from said ->> 'role' and staff_id is not distinct from said ->> 'staffId') denial
    where set_at > desk_now() - interval '24 hours'
      and to_jsonb(before) @> (said -> 'actions') and to_jsonb(before) <@ (said -> 'actions'))
$$;

-- Returns the delay between the agreement to a change and its effect: an hour where it drops a single tag, a day where
-- it loosens anything else, none where it doesn't loosen. It doesn't loosen when it gives back what was taken from a
-- person or stopped, takes a right away, protects, or counts a day later by itself. During set-up no change is delayed.
create or replace function change_delay(of_kind text, said jsonb, of_direction text) returns interval
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select case
    when of_direction = 'stricter' or not exists (select from setup_end) then interval '0'
    when of_kind in ('unrestrict', 'breaker', 'automation_resume') then interval '0'
    when of_kind in ('end_people', 'passkey_removal', 'unseal') then interval '0'
    when of_kind in ('approver', 'passkey', 'webhook_secret', 'match_list', 'flagger_suspension', 'recovery_end', 'sender_pause',
        'settlement_correction', 'transparency_report')
      then interval '0'
    -- A new secret of the default platform at the same address has no delay: calls go to the same platform, and a
    -- stolen secret must be replaced at once. The fingerprint of a named platform also covers settings beside the
    -- address, such as the server that states the reach of accounts.
    when of_kind = 'connector' and said ->> 'platform' is null and said ->> 'address' = said -> 'from' ->> 'address'
      then interval '0'
    when of_kind in ('protect_list', 'election_window') or of_kind = 'verified_badge'
      and (said -> 'isIdentity')::boolean then interval '0'
    -- A denial that gives nothing back has no delay, and so has a return to a list of the last 24 hours.
    when of_kind = 'action_denial' and ((said -> 'actions') @> (said -> 'from') or returns_to_recent_denial(said))
      then interval '0'
    when of_kind = 'tag' and not has_recent_tag_removal(said) then interval '1 hour'
    else interval '1 day' end
$$;

-- Returns the time that a change would wait if this person agreed to it now. Where its proposer agrees, which they may
-- a day after the proposal, the time since then counts towards the delay.
create or replace function change_wait(changing desk_change, agreeing text) returns interval
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select greatest(interval '0', delay - case when agreeing = changing.proposed_by then desk_now() - changing.proposed_at
    else interval '0' end)
  from change_delay(changing.kind, changing.body::jsonb, changing.direction) delay
$$;

-- Returns the time that a change waits after the first agreement to it.
create or replace function change_waits(changing desk_change) returns interval language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  select change_wait(changing, (select staff_id from change_answer where change_id = changing.id and answer = 'agree'
    order by id limit 1))
$$;
