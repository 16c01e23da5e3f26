-- Transparency reports, which are stored first and made final by a change of two people.

-- Makes a stored report final, if it is the one that both people read: its files, its hash and its period are those of the change.
create or replace function make_report_final(changing desk_change) returns bigint language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  said constant jsonb := changing.body::jsonb;
  done bigint;
begin
  update transparency_report set final_at = desk_now(), change_id = changing.id
  where id = said ->> 'reportId' and final_at is null and encode(hash, 'hex') = said ->> 'hash'
    and hash = sha256(convert_to(files, 'UTF8'))
    and (first_day, last_day) = ((said ->> 'from')::date, (said ->> 'to')::date);
  get diagnostics done = row_count;
  return done;
end $$;
