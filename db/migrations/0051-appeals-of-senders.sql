-- A further appeal against a warning or a pause, the time at which the ground of a pause fell, and letters of accounts
-- that were taken over.

-- A sender may appeal again after an appeal that changed nothing: a stranger with the link may have used up the first.
alter table misuse_appeal drop constraint misuse_appeal_measure_id_key;
-- accepted: a desk has few appeals against warnings and pauses.
create unique index misuse_appeal_waiting on misuse_appeal (measure_id) where state = 'open';
-- accepted: as above.
create index misuse_appeal_measure on misuse_appeal (measure_id, received_at);

-- The time at which too few of the marks held on which a pause was decided. Null: they hold.
alter table misuse_measure add column ground_lost_at timestamptz;

-- The constraint allows one more word, so every stored row satisfies it.
alter table statement_letter drop constraint statement_letter_given_up_for_check;
alter table statement_letter add constraint statement_letter_given_up_for_check
  check (given_up_for in ('no_address', 'refused', 'too_old', 'too_many', 'over', 'taken_over')) not valid;
alter table statement_letter validate constraint statement_letter_given_up_for_check;
