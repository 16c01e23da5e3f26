-- What other houses than a company have of their own.

-- Of an order that was held to nothing: whether those who were on duty could have agreed to it then, and how many they were.
create table shadow_order (
  order_id text collate "C" primary key references desk_order (id),
  could_agree boolean not null,
  on_duty integer not null check (on_duty >= 0),
  at timestamptz not null default desk_now()
);
create index shadow_order_at on shadow_order (at);

-- Who on duty could have agreed to an order when it was asked for.
create function could_have_agreed(for_order text) returns table (staff_id text, roles text[], team text, employer text)
  language sql stable security definer set search_path = public, pg_temp
  as $$
  select person.id, person.roles, person.team, person.employer
  from desk_order ordered cross join staff person cross join lateral staff_standing(person.id) standing
  where ordered.id = for_order and person.id in (select maybe_on_duty()) and standing.active
    and person.roles && array['reviewer', 'senior', 'lead']
    and (standing.on_shift and not standing.on_break or standing.on_call)
    and not standing.leaving and not standing.restricted and person.approves_from <= desk_now()
    and (not is_party(ordered.id, person.id) or may_look_again(ordered.id, person.id)) and is_cleared_for(ordered, person)
$$;

grant select, insert on shadow_order to countersign_desk;
grant execute on function could_have_agreed(text) to countersign_desk;

create index desk_order_shadow on desk_order (proposed_at) where shadow;
