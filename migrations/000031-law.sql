-- Legal deadlines: the time by which a subject must be out of sight, counted from an order, a valid request or a match.

create sequence legal_clock_seq;
create table legal_clock (
  id text collate "C" primary key default 'l-' || nextval('legal_clock_seq'),
  subject text collate "C" not null,
  policy_id text not null,
  -- The order, valid request or match that started it. A report starts none.
  cause text collate "C" not null,
  -- The case in which it became known.
  case_id text collate "C" not null references review_case (id),
  known_at timestamptz not null default desk_now(),
  -- From this time on its case comes before others, and on-call is paged.
  page_at timestamptz not null,
  due_at timestamptz not null,
  told_at timestamptz,
  missed_at timestamptz,
  ended_at timestamptz,
  -- met: it was read to be out of sight. decided: a reviewer found that the law does not ask for it.
  how text check (how in ('met', 'decided')),
  check (known_at <= page_at and page_at < due_at),
  check ((ended_at is null) = (how is null))
);
-- What is reported again while its clock runs was known before.
create unique index legal_clock_runs on legal_clock (subject, policy_id) where ended_at is null;
create index legal_clock_near on legal_clock (page_at) where ended_at is null;
create index legal_clock_missed on legal_clock (due_at desc) where missed_at is not null;

-- No clock goes back: what it says of when the desk knew stays, and what was missed stays missed.
create function check_legal_clock() returns trigger language plpgsql
  set search_path = pg_catalog, public, pg_temp
  as $$
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

-- What an authority was told of a case. Insert only: what was wrong is put right by another that says which it corrects.
create sequence referral_seq;
create table referral (
  id text collate "C" primary key default 'a-' || nextval('referral_seq'),
  case_id text collate "C" not null references review_case (id),
  subject text collate "C" not null,
  account_id text collate "C",
  kind text not null check (kind in ('child_safety', 'threat_to_life')),
  authority text not null check (length(authority) between 1 and 200),
  -- By which the authority knows it.
  reference text not null check (length(reference) between 1 and 200),
  sent_at timestamptz not null,
  what text not null check (length(what) between 1 and 2000),
  -- Evidence and media that were sent, by their ids here.
  pieces text[] not null check (cardinality(pieces) <= 200),
  corrects text collate "C" references referral (id),
  made_by text collate "C" not null references staff (id),
  made_at timestamptz not null default desk_now(),
  check (sent_at <= made_at + interval '5 minutes')
);
create index referral_case on referral (case_id, made_at);
create index referral_account on referral (account_id, made_at) where account_id is not null;
create index referral_made on referral (made_at);

-- What must be kept although it would be forgotten: by one person, until its time, or until two people lift it.
create sequence preservation_hold_seq;
create table preservation_hold (
  id text collate "C" primary key default 'p-' || nextval('preservation_hold_seq'),
  subject text collate "C" not null,
  account_id text collate "C",
  reason text not null check (length(reason) between 1 and 2000),
  -- Who asked for it, and under which reference.
  authority text check (length(authority) between 1 and 200),
  reference text check (length(reference) between 1 and 200),
  until timestamptz,
  placed_by text collate "C" not null references staff (id),
  placed_at timestamptz not null default desk_now(),
  lifted_at timestamptz,
  change_id text collate "C" references desk_change (id),
  check (until > placed_at),
  check ((lifted_at is null) = (change_id is null))
);
create index preservation_hold_subject on preservation_hold (subject) where lifted_at is null;
create index preservation_hold_account on preservation_hold (account_id) where lifted_at is null;
create index preservation_hold_placed on preservation_hold (placed_at);

-- Whether a hold stands on it, on the account it belongs to, or on something of that account.
create function is_preserved(kept text) returns boolean language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select exists (
    select from preservation_hold hold
    where hold.lifted_at is null and (hold.until is null or hold.until > desk_now())
      and (hold.subject = kept or 'account:' || hold.account_id = kept
        or starts_with(hold.subject, 'account:') and starts_with(kept, 'content:')
          and exists (select from content where content.id = substr(kept, 9) and content.account_id = hold.account_id)))
$$;

-- Whatever forgets goes past what is preserved, whoever it runs as: rows stay, and so does what the ledger says of them. The one
-- thing that goes all the same is a copy of what is sealed: that the platform preserves.
create function keep_preserved() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
declare
  row jsonb := to_jsonb(old);
  kept text := case
    when tg_table_name = 'account' then 'account:' || (row ->> 'id')
    when tg_table_name = 'account_reach' then 'account:' || (row ->> 'account_id')
    when tg_table_name = 'content' then 'content:' || (row ->> 'id')
    when tg_table_name = 'content_media' then 'content:' || (row ->> 'content_id')
    when tg_table_name like 'evidence_bytes%' then (select reported.subject from evidence
      join review_case reported on reported.id = evidence.case_id where evidence.id = row ->> 'evidence_id')
    when row ? 'subject' then row ->> 'subject'
    else (select subject from review_case where id = row ->> 'case_id') end;
begin
  if tg_table_name like 'evidence_bytes%'
    and exists (select from evidence where id = row ->> 'evidence_id' and is_sealed_hash(sha256)) then
    return old;
  end if;
  return case when is_preserved(kept) then null else case tg_op when 'DELETE' then old else new end end;
end $$;
create trigger keep_preserved before delete on account for each row execute function keep_preserved();
create trigger keep_preserved before delete on account_reach for each row execute function keep_preserved();
create trigger keep_preserved before delete on content for each row execute function keep_preserved();
create trigger keep_preserved before delete on content_media for each row execute function keep_preserved();
create trigger keep_preserved before delete on review_case for each row execute function keep_preserved();
create trigger keep_preserved before delete on report for each row execute function keep_preserved();
create trigger keep_preserved before delete on evidence for each row execute function keep_preserved();
create trigger keep_preserved before delete on evidence_bytes for each row execute function keep_preserved();
create trigger keep_preserved before delete on case_event for each row execute function keep_preserved();
create trigger keep_preserved before delete on decision for each row execute function keep_preserved();
create trigger keep_preserved before delete on referral for each row execute function keep_preserved();
create trigger keep_preserved before update on ledger_payload for each row
  when (new.payload is null and old.payload is not null and old.subject is not null) execute function keep_preserved();

grant select, insert on referral, preservation_hold to countersign_desk;
grant usage on sequence referral_seq, preservation_hold_seq to countersign_desk;
grant execute on function is_preserved(text) to countersign_desk;
