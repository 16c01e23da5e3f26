-- What the application role may do. These files are all of it: every other right is taken away before they run.

grant select, insert, update on watched_account to countersign_desk;

grant select, insert on watch_finding to countersign_desk;
grant update (times, last_at, ended_at, closed_by, closed_at, close_reason) on watch_finding to countersign_desk;

grant usage on sequence watch_finding_seq to countersign_desk;
