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

-- Drops the oldest partition of those that is empty, with the space and the dead rows of its deleted reports, and
-- returns true if there was one. A month with a report that is still needed stays. The month is read while nothing but
-- writes to it waits; the other months are locked at no time, and the table above them only for the drop. It waits a
-- tenth of a second for a lock and no longer, because intake waits behind it: the next run tries again.
create or replace function drop_emptied_month() returns boolean language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  set lock_timeout = '100ms'
  as $$
declare
  month regclass;
  holds_reports boolean;
begin
  for month in select * from list_expired_months() loop
    execute format('select exists (select from %s)', month) into holds_reports;
    continue when holds_reports;
    execute format('lock table only %s in exclusive mode', month);
    execute format('select exists (select from %s)', month) into holds_reports;
    continue when holds_reports;
    lock table only report in access exclusive mode;
    execute format('drop table %s', month);
    return true;
  end loop;
  return false;
exception when lock_not_available then
  return false;
end $$;
