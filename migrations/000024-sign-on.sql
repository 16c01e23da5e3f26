-- Single sign-on: what is kept while somebody is away at their company's identity provider, and whom it knows that no
-- directory told us of.

create table sign_on (
  -- SHA-256 of what the browser that went away keeps in a cookie: another's errand can't be finished in it.
  browser_hash bytea primary key check (octet_length(browser_hash) = 32),
  state text not null check (length(state) between 32 and 128),
  nonce text not null check (length(nonce) between 32 and 128),
  verifier text not null check (length(verifier) between 43 and 128),
  began_at timestamptz not null default desk_now()
);
create index sign_on_began on sign_on (began_at);

-- Who somebody is at the provider, where no directory says it. Only a change writes here.
create table sign_on_link (
  issuer text collate "C" not null check (length(issuer) between 1 and 500),
  subject text collate "C" not null check (length(subject) between 1 and 256),
  staff_id text collate "C" not null references staff (id),
  change_id text collate "C" not null references desk_change (id),
  linked_at timestamptz not null default desk_now(),
  primary key (issuer, subject)
);

grant select, insert, delete on sign_on to countersign_desk;
grant select on sign_on_link to countersign_desk;

-- Which of the provider's sessions one here came from, so that signing out there ends it.
create table sign_on_session (
  session_id text collate "C" primary key references staff_session (id),
  issuer text collate "C" not null check (length(issuer) between 1 and 500),
  subject text collate "C" not null check (length(subject) between 1 and 256),
  provider_session text collate "C" check (length(provider_session) between 1 and 256)
);
create index sign_on_session_subject on sign_on_session (issuer, subject);
create index sign_on_session_provider on sign_on_session (issuer, provider_session);
grant select, insert, delete on sign_on_session to countersign_desk;
