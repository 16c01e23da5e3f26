-- The months of reports after their last report was deleted.

-- Lists the partitions whose reports are all older than the time for which reports are stored.
create or replace function list_expired_months() returns setof regclass language sql stable
  set search_path = pg_catalog, public, pg_temp
  set timezone = 'UTC'
  as $$
  select month.oid::regclass from pg_inherits join pg_class month on month.oid = inhrelid
  where inhparent = 'public.report'::regclass and month.relname ~ '^report_\d{4}_\d\d$'
    and to_date(right(month.relname, 7), 'YYYY_MM') + interval '1 month' < desk_now() - retention_time('report')
  order by month.relname
$$;

-- Drops the partitions of old months that are empty, with the space and the dead rows of their deleted reports, and
-- returns their number. A month with a report that is still needed stays. It waits a tenth of a second for its lock and
-- no longer, because intake waits behind it: the next run tries again.
create or replace function drop_emptied_months() returns integer language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  set lock_timeout = '100ms'
  as $$
declare
  month regclass;
  holds_reports boolean;
  dropped integer := 0;
begin
  for month in select * from list_expired_months() loop
    execute format('select exists (select from %s)', month) into holds_reports;
    continue when holds_reports;
    lock table report in access exclusive mode;
    execute format('select exists (select from %s)', month) into holds_reports;
    continue when holds_reports;
    execute format('drop table %s', month);
    dropped := dropped + 1;
  end loop;
  return dropped;
exception when lock_not_available then
  return 0;
end $$;
