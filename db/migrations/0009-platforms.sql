-- From here on an id such as `forum~8821` belongs to a platform `forum`. The database of a desk that already has such ids
-- of its only platform is left as it is: their accounts could neither be reported nor restored. Closed cases may stay:
-- a report can name any id.
do $$
declare
  id_taken constant text := '^[a-z][a-z0-9-]{0,29}~';
  subject_taken constant text := '^(account|content):[a-z][a-z0-9-]{0,29}~';
  first_taken constant text := coalesce(
    (select 'the account ' || id from account where id ~ id_taken limit 1),
    (select 'the content ' || id from content where id ~ id_taken limit 1),
    (select 'the open case ' || id || ' about ' || subject from review_case
      where state = 'open' and subject ~ subject_taken limit 1),
    (select 'the enforcement ' || id || ' on ' || subject from enforcement
      where state in ('proposed', 'awaiting_approval', 'held', 'releasing', 'in_effect', 'confirmed', 'restoring')
        and subject ~ subject_taken limit 1));
begin
  if first_taken is not null then
    raise exception '%: this version reads such an id as one of another platform. Nothing was migrated from here on. '
      'See "Ids with a tilde" in docs/how-to/upgrade.md', first_taken
      using errcode = '23514', constraint = 'native_ids';
  end if;
end $$;

-- The platform of each agreed address and of each API key. `default`: the platform of COUNTERSIGN_PLATFORM_URL.
-- accepted: a desk has few of these addresses, so reading them takes no time.
alter table connector_pin add column platform text collate "C" not null default 'default'
  constraint connector_pin_platform_check check (platform ~ '^[a-z][a-z0-9-]{0,29}$');
-- accepted: a desk has few keys, so reading them takes no time.
alter table api_key add column platform text collate "C" not null default 'default'
  constraint api_key_platform_check check (platform ~ '^[a-z][a-z0-9-]{0,29}$');

-- Replaced by a function that takes the platform.
-- accepted: a process calls it once, when it starts, and one of the release before does not start on this schema.
drop function if exists claim_connector(text, text);
