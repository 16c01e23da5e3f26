-- A statement gets one letter, once it has a text, and its account is that of the enforcement. So no row of the
-- application role writes to another person.
create or replace function check_statement_letter() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  select enforcement.account_id into new.account_id from statement
    join statement_content content on content.statement_id = statement.id
    join enforcement on enforcement.id = statement.enforcement_id
  where statement.id = new.statement_id and content.texts <> '[]';
  if new.account_id is null then
    raise exception 'statement % has no text to send', new.statement_id using errcode = 'CS001';
  end if;
  return new;
end $$;

-- A letter that was sent or given up stays so, with its time.
create or replace function check_statement_letter_end() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if old.sent_at is not null or old.given_up_at is not null then
    raise exception 'the letter of statement % ended already', old.statement_id using errcode = 'CS001';
  end if;
  new.sent_at := case when new.sent_at is not null then desk_now() end;
  new.given_up_at := case when new.given_up_at is not null then desk_now() end;
  return new;
end $$;
