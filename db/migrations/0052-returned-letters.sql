-- Letters that came back, by the notification of a mail server.
create table returned_letter (
  -- letter: and its number, or statement: and its id.
  letter text collate "C" primary key check (letter ~ '^(letter|statement):[a-z0-9_]{1,40}$'),
  -- The status code of RFC 3463, such as 5.1.1: no such mailbox.
  status text not null check (status ~ '^[45]\.[0-9]{1,3}\.[0-9]{1,3}$'),
  returned_at timestamptz not null default desk_now()
);
