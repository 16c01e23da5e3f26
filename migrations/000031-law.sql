-- What the law gives a time for: until when something must be out of sight, from when the desk knew of it.

create sequence legal_clock_seq;
create table legal_clock (
  id text collate "C" primary key default 'l-' || nextval('legal_clock_seq'),
  subject text collate "C" not null,
  policy_id text not null,
  -- Where it became known.
  case_id text collate "C" not null references review_case (id),
  known_at timestamptz not null default desk_now(),
  -- From here on its case stands before others, and whoever is on call is told.
  page_at timestamptz not null,
  due_at timestamptz not null,
  told_at timestamptz,
  missed_at timestamptz,
  ended_at timestamptz,
  -- met: it was read to be out of sight. decided: somebody found that it isn't what the law asks for.
  how text check (how in ('met', 'decided')),
  check (known_at <= page_at and page_at < due_at),
  check ((ended_at is null) = (how is null))
);
-- What is reported again while its clock runs was known before.
create unique index legal_clock_runs on legal_clock (subject, policy_id) where ended_at is null;
create index legal_clock_near on legal_clock (page_at) where ended_at is null;
create index legal_clock_missed on legal_clock (due_at desc) where missed_at is not null;

-- No clock goes back: what it says of when the desk knew stays, and what was missed stays missed.
create function check_legal_clock() returns trigger language plpgsql as $$
begin
  if old.ended_at is not null or (old.missed_at is not null and new.missed_at is distinct from old.missed_at)
    or (old.told_at is not null and new.told_at is distinct from old.told_at)
    or (new.missed_at is not null and new.missed_at < new.due_at)
    or (new.ended_at > new.due_at and new.missed_at is null) then
    raise exception 'a legal clock goes on, and never back' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger check_legal_clock before update on legal_clock for each row execute function check_legal_clock();

grant select, insert on legal_clock to countersign_desk;
grant update (told_at, missed_at, ended_at, how) on legal_clock to countersign_desk;
grant usage on sequence legal_clock_seq to countersign_desk;
