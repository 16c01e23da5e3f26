-- Lists, communities and domains, stored as accounts whose id names them.

-- The accounts that a collection covers, as its platform states them. Rows are added by cover_accounts alone, and stay: what
-- was once covered keeps protecting it.
create table collection_member (
  collection_id text collate "C" not null references account (id),
  account_id text collate "C" not null,
  since timestamptz not null default desk_now(),
  primary key (collection_id, account_id)
);

-- By this the accounts of a domain are found: their handles end with it.
-- accepted: it reads the accounts once, which takes about a second for a million.
create index account_host on account ((reverse(lower(regexp_replace(handle, '^.*@', ''))) collate "C"))
  where strpos(handle, '.') > 0;
