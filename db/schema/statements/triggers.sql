create or replace trigger make_statement after update on enforcement for each row
  when (new.state = 'releasing' and old.state <> 'releasing' and new.source <> 'schedule')
  execute function make_statement();
create or replace trigger withhold_failed_statement after update on enforcement for each row
  when (new.state = 'failed' and old.state <> 'failed') execute function withhold_failed_statement();

create or replace trigger make_end_statement after insert on enforcement_restore for each row
  execute function make_end_statement();

create or replace trigger check_statement_delivery before update on statement for each row
  execute function check_statement_delivery();

create or replace trigger check_statement_content before insert on statement_content for each row
  execute function check_statement_content();

create or replace trigger check_statement_letter before insert on statement_letter for each row
  execute function check_statement_letter();
create or replace trigger check_statement_letter_end before update on statement_letter for each row
  execute function check_statement_letter_end();

create or replace trigger note_consumer_duty after insert on statement_content for each row
  when (new.facts ->> 'ground' = 'illegal' and new.facts ->> 'subjectKind' = 'content') execute function note_consumer_duty();
create or replace trigger note_consumer_change after update on enforcement for each row
  when (new.state in ('confirmed', 'restored') and old.state <> new.state and starts_with(new.subject, 'content:'))
  execute function note_consumer_change();
create or replace trigger check_consumer_notice before insert on consumer_notice for each row
  execute function check_consumer_notice();
