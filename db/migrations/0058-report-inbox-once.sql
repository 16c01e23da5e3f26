-- A report waits once. A copy of it would be refused for ever after it joined its case.
alter table report_inbox disable trigger user;
delete from report_inbox copy using report_inbox waiting where waiting.report_id = copy.report_id and waiting.id < copy.id;
alter table report_inbox enable trigger user;
-- accepted: a report leaves the inbox within a second, so that the index is built at once.
create unique index report_inbox_report on report_inbox (report_id);
