create or replace trigger keep_author before update on content for each row
  when (new.account_id <> old.account_id or new.id <> old.id) execute function keep_author();
create or replace trigger check_facts_at before insert or update on content for each row
  when (new.facts_at > desk_now()) execute function check_facts_at();
create or replace trigger keep_preserved before delete on content for each row execute function keep_preserved();

create or replace trigger check_facts_at before insert or update on account for each row
  when (new.facts_at > desk_now()) execute function check_facts_at();
create or replace trigger keep_protection before update on account for each row
  when (new.tags is distinct from old.tags or new.protected is distinct from old.protected or new.id <> old.id
    or new.reach_counted is distinct from old.reach_counted)
  execute function keep_protection();
create or replace trigger place_cases_of_accounts after update on account referencing old table as account_before new table as account_after
  for each statement execute function place_cases_of_accounts();
create or replace trigger keep_preserved before delete on account for each row execute function keep_preserved();
create or replace trigger keep_overwritten_facts after update on account for each row
  when (old.facts_at > '-infinity' and (old.handle, old.display_name, old.verified, old.tags, old.account_created_at, old.reach,
    old.items, old.bio_domains, old.absent) is distinct from (new.handle, new.display_name, new.verified, new.tags, new.account_created_at, new.reach,
    new.items, new.bio_domains, new.absent))
  execute function keep_overwritten_facts();

create or replace trigger keep_preserved before delete on account_reach for each row execute function keep_preserved();

create or replace trigger keep_preserved before delete on content_media for each row execute function keep_preserved();

create or replace trigger keep_preserved before delete on overwritten_facts for each row execute function keep_preserved();
