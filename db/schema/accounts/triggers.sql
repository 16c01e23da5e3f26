create or replace trigger check_platform before insert on content for each row
  when (new.id ~ '^[a-z][a-z0-9-]{0,29}~') execute function check_platform('id');
create or replace trigger check_platform before insert on account for each row
  when (new.id ~ '^[a-z][a-z0-9-]{0,29}~') execute function check_platform('id');
create or replace trigger refuse_other_spelling before insert on account for each row
  when (is_other_spelling(new.id)) execute function refuse_other_spelling();
create or replace trigger check_author_change before update on content for each row
  when (new.account_id <> old.account_id or new.id <> old.id) execute function check_author_change();
create or replace trigger check_facts_at before insert or update on content for each row
  when (new.facts_at > desk_now()) execute function check_facts_at();
create or replace trigger skip_delete_under_legal_hold before delete on content for each row
  execute function skip_delete_under_legal_hold();

create or replace trigger check_facts_at before insert or update on account for each row
  when (new.facts_at > desk_now()) execute function check_facts_at();
create or replace trigger forbid_protection_loss before update on account for each row
  when (new.tags is distinct from old.tags or new.protected is distinct from old.protected or new.id <> old.id
    or new.reach_counted is distinct from old.reach_counted)
  execute function forbid_protection_loss();
create or replace trigger place_cases_of_accounts after update on account
  referencing old table as account_before new table as account_after
  for each statement execute function place_cases_of_accounts();
create or replace trigger skip_delete_under_legal_hold before delete on account for each row
  execute function skip_delete_under_legal_hold();
create or replace trigger preserve_overwritten_facts after update on account for each row
  when (old.facts_at > '-infinity' and (old.handle, old.display_name, old.verified, old.tags,
    old.account_created_at, old.reach,
    old.items, old.bio_domains, old.absent) is distinct from (new.handle, new.display_name, new.verified, new.tags,
      new.account_created_at, new.reach,
    new.items, new.bio_domains, new.absent))
  execute function preserve_overwritten_facts();

create or replace trigger skip_delete_under_legal_hold before delete on account_reach for each row
  execute function skip_delete_under_legal_hold();

create or replace trigger skip_delete_under_legal_hold before delete on content_media for each row
  execute function skip_delete_under_legal_hold();

create or replace trigger skip_delete_under_legal_hold before delete on overwritten_facts for each row
  execute function skip_delete_under_legal_hold();
