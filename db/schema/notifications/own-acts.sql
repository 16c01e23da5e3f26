-- True when an alert is about a person's own act: they proposed or joined its enforcement, or act alone on its account.
-- They are not the one who looks at it. A person alone has no other.
create or replace function is_alert_of_own_act(person_id text, of_enforcement text, on_subject text) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select has_second_person() and exists (select from enforcement own
    where (own.id = of_enforcement
        or own.account_id = subject_id(on_subject, 'account') and is_unconfirmed(own))
      and (own.proposed_by = 'staff:' || person_id or exists (select from enforcement_party party
        where party.enforcement_id = own.id and party.staff_id = person_id and party.how <> 'undid')))
$$;
