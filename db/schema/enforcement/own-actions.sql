-- Actions that an organisation declares beside the eight. Each counts as the mildest of the eight that takes at least as
-- much, so every rule about those holds for it. Only its effect at the platform follows from what it takes itself.

-- Returns the losses of the eight actions as which these losses count on a kind of subject.
-- Twin of COUNTED_LOSSES in TypeScript.
create or replace function counted_losses(takes text[], on_kind text) returns text[]
  language sql immutable parallel safe set search_path = pg_catalog, public, pg_temp
  as $$
  select array(select distinct counted from unnest(takes) taken cross join lateral unnest(case
    when taken = 'visibility' then array['view']
    when taken = 'spread' then array['spread']
    when on_kind = 'content' then array['view']
    when taken = 'sign-in' then array['spread', 'view', 'posting']
    else array['posting'] end) counted)
$$;

-- True when one of the eight actions takes at least as much as an action of one's own, and is no easier to reverse.
create or replace function is_action_covered(by_action action_taking, on_kind text, takes text[], reversible boolean,
  has_end boolean) returns boolean language sql stable set search_path = pg_catalog, public, pg_temp
  as $$
  select on_kind = any (by_action.on_kinds) and by_action.losses <> '{}'
    and by_action.losses @> counted_losses(takes, on_kind) and (is_action_covered.reversible or not by_action.reversible)
    and by_action.ending <> case when has_end then 'none' else 'required' end
$$;

-- Returns the action as which an action of one's own counts: the mildest that covers it. Null: none does.
-- Twin of baseActionOf in TypeScript and isMild in platform-kit.
create or replace function base_action(on_kind text, takes text[], reversible boolean, has_end boolean) returns text
  language sql stable set search_path = pg_catalog, public, pg_temp
  as $$
  select mildest.action from action_taking mildest
  where is_action_covered(mildest, on_kind, takes, base_action.reversible, has_end) and not exists (
    select from action_taking other
    where is_action_covered(other, on_kind, takes, base_action.reversible, has_end)
      and not is_as_strict(other.action, mildest.action))
$$;

-- Returns the declaration in force of an action of one's own. No row: it is not declared.
create or replace function find_declaration(of_action text) returns jsonb
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select declared from version_in_force('items', desk_now()) version
    cross join lateral jsonb_array_elements(version.declares) declared
  where declared -> 'action' ->> 'action' = of_action
$$;

-- True when an action applies to a subject by its item type, as the platform itself last stated it: to accounts, and
-- without types to every content. Twin of checkItemType in TypeScript.
create or replace function is_of_item_type(on_subject text, types jsonb) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select subject_kind(on_subject) <> 'content' or jsonb_array_length(coalesce(types, '[]')) = 0
    or exists (select from content where id = subject_id(on_subject, 'content') and source = 'platform' and types ? (item ->> 'type'))
$$;

-- Refuses an enforcement of an action that no version in force declares so, and one that counts as less than it takes.
create or replace function check_own_action(of_enforcement enforcement) returns void
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
declare
  own constant jsonb := of_enforcement.own_action;
  declared jsonb;
begin
  if own is null then return; end if;
  declared := find_declaration(own ->> 'action');
  if declared is null or declared -> 'action' is distinct from own - 'parameters'
    or not declared -> 'on' ? subject_kind(of_enforcement.subject)
    or jsonb_typeof(own -> 'parameters') is distinct from 'object' then
    raise exception 'no action % that takes this is declared', own ->> 'action' using errcode = 'CS001';
  end if;
  if of_enforcement.source = 'automation' and not (own -> 'reversible')::boolean then
    raise exception 'a rule proposes nothing that can''t be undone, as %', own ->> 'action' using errcode = 'CS001';
  end if;
  if not is_of_item_type(of_enforcement.subject, declared -> 'types') then
    raise exception 'the action % does not apply to items of this type', own ->> 'action' using errcode = 'CS001';
  end if;
  if of_enforcement.action is distinct from base_action(subject_kind(of_enforcement.subject),
    array(select jsonb_array_elements_text(own -> 'takes')), (own -> 'reversible')::boolean,
    of_enforcement.duration_ms is not null) then
    raise exception 'the action % does not count as %', own ->> 'action', of_enforcement.action using errcode = 'CS001';
  end if;
end $$;

-- True when the core of a signature names an action: one of the eight, or one's own with exactly what it takes and its
-- parameters.
create or replace function is_action_named(core jsonb, of_action text, own jsonb) returns boolean
  language sql immutable set search_path = pg_catalog, public, pg_temp
  as $$
  select case when own is null then core ->> 'action' = of_action and not core ? 'takes'
    else jsonb_build_object('action', core -> 'action', 'takes', core -> 'takes', 'reversible', core -> 'reversible',
      'parameters', core -> 'parameters') = own - 'title' end
$$;

-- True when the core of a signature names the action of an enforcement.
create or replace function names_action(core jsonb, of_enforcement enforcement) returns boolean
  language sql immutable set search_path = pg_catalog, public, pg_temp
  as $$
  select is_action_named(core, of_enforcement.action, of_enforcement.own_action)
$$;

-- True when an enforcement can't be undone, because its action takes what can't be given back.
-- Twin of isFinal in TypeScript.
create or replace function is_final(of_enforcement enforcement) returns boolean language sql stable
  return coalesce(not (of_enforcement.own_action -> 'reversible')::boolean, false);

-- Returns the minimum of approvals for what can't be undone, on any account: one other person, and two for a rule.
-- Twin of clausesOfFinal in TypeScript and FINAL_APPROVALS in platform-kit.
create or replace function final_approvals(of_enforcement enforcement) returns integer
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select case when not is_final(of_enforcement) then 0
    when of_enforcement.source = 'automation' then least(floor_max(), 2) else 1 end
$$;

-- True when the effect of an action at the platform takes the subject out of view. Twin of isHiding in TypeScript.
create or replace function effect_hides(of_action text, own jsonb) returns boolean language sql immutable parallel safe
  return case when own is null then removes_visibility(of_action) else own -> 'takes' ? 'visibility' end;

-- True when the effect of an action at the platform keeps the account from posting and signing in. An action of one's
-- own that takes posting alone is carried out by the platform itself. Twin of isLocking in TypeScript.
create or replace function effect_locks(of_action text, own jsonb) returns boolean language sql immutable parallel safe
  return case when own is null then removes_posting(of_action) else own -> 'takes' ? 'sign-in' end;

-- True when the effect of an action at the platform limits the spread. Twin of isLimiting in TypeScript.
create or replace function effect_limits(of_action text, own jsonb) returns boolean language sql immutable parallel safe
  return case when own is null then of_action = 'limit' else own -> 'takes' ? 'spread' end;

-- True when a list has exactly this element.
create or replace function has_element(list jsonb, element jsonb) returns boolean
  language sql immutable parallel safe set search_path = pg_catalog, public, pg_temp
  as $$ select exists (select from jsonb_array_elements(coalesce(list, '[]')) one where one = element) $$;

-- True when every action of one's own that a desired state has stands already, or is ordered by an enforcement.
create or replace function are_own_actions_justified(on_subject text, baseline jsonb, desired jsonb) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select not exists (
    select from jsonb_array_elements(coalesce(desired -> 'actions', '[]')) own
    where not has_element(baseline -> 'actions', own) and not exists (
      select from enforcement taking
      where taking.subject = on_subject and is_acting(taking.state) and not taking.failing and not taking.lifted
        and taking.own_action - 'title' = own))
$$;

-- True when a desired state ends what can't be undone while an enforcement orders it, or a revert begins it. Both would
-- send it a second time.
create or replace function repeats_final_action(before subject_state, state subject_state) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select exists (
      select from jsonb_array_elements(coalesce(before.desired -> 'actions', '[]')) own
        join enforcement taking on taking.subject = state.subject and is_acting(taking.state) and not taking.failing
          and not taking.lifted and taking.own_action - 'title' = own
      where not (own -> 'reversible')::boolean and not has_element(state.desired -> 'actions', own))
    or exists (
      select from (
          select revert -> 'desired' as later, lag(revert -> 'desired', 1, state.desired) over (order by place) as earlier
          from jsonb_array_elements(state.reverts) with ordinality as given (revert, place)) step
        cross join lateral jsonb_array_elements(coalesce(later -> 'actions', '[]')) own
      where not (own -> 'reversible')::boolean and not has_element(earlier -> 'actions', own))
$$;
