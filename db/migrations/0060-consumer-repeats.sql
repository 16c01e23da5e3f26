-- A later restriction of an offer repeats the text that its buyers have, instead of telling them twice.

-- The time at which platforms were given it last. A later restriction whose text is the same lists it again, for new buyers.
alter table consumer_notice add column listed_at timestamptz default desk_now();
update consumer_notice set listed_at = made_at;
-- accepted: no release has the table.
alter table consumer_notice alter column listed_at set not null;
-- accepted: likewise.
create index consumer_notice_listed on consumer_notice (listed_at, id);
-- accepted: likewise. The index by the time of listing takes its place.
drop index consumer_notice_made;

-- The text of an earlier restriction that this one repeats. Such a duty is never forgotten: the text is withdrawn when
-- no restriction of it stands any more.
alter table consumer_duty add column notice_id text collate "C" references consumer_notice (id);
-- accepted: no release has the table.
create index consumer_duty_notice on consumer_duty (notice_id) where notice_id is not null;
