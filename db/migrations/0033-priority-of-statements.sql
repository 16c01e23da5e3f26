-- The constraint allows one more priority, so every stored row satisfies it.
alter table job drop constraint job_priority_check;
alter table job add constraint job_priority_check check (priority in ('effect', 'restore', 'background', 'drift',
  'notice', 'statement', 'bulk_action', 'automation', 'reconcile')) not valid;
alter table job validate constraint job_priority_check;
