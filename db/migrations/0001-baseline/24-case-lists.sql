-- Lists of open cases: in the order of the queue, by due time and by reach. The far time stands for none, so that no part of the order is null.
create index review_case_order on review_case (coalesce(pressing_due_at, timestamptz '2286-01-01 00:00+00'),
  (case when returned then 0 else 1 end - 2 * precedence), coalesce(missed_due_at, timestamptz '2286-01-01 00:00+00'),
  (-rank), opened_at, id) where state = 'open';
create index review_case_by_due on review_case (due_at, id) where state = 'open';
create index review_case_by_reach on review_case (reach_class, opened_at, id) where state = 'open';
-- Filters of lists. Many cases share a value, so these stay small; rare values are found and sorted, frequent ones filtered.
create index review_case_queue on review_case (queue, partition_id) where state = 'open';
create index review_case_language on review_case (lower(language), category) where state = 'open';
create index review_case_category on review_case (category) where state = 'open';
create index review_case_escalated on review_case (id) where state = 'open' and escalation_id is not null;
create index review_case_returned on review_case (id) where state = 'open' and returned;

-- Cases that one person dismissed together without a violation, as one set. A set is undone at most once.
create sequence case_set_seq;
create table case_set (
  id text collate "C" primary key default 'set_' || nextval('case_set_seq'),
  dismissed_by text collate "C" not null references staff (id),
  reason text not null check (length(reason) between 1 and 2000),
  dismissed_at timestamptz not null default desk_now(),
  undone_by text collate "C" references staff (id),
  undone_at timestamptz,
  check ((undone_by is null) = (undone_at is null))
);
create index case_set_dismissed on case_set (dismissed_by, dismissed_at);

create table case_set_member (
  decision_id text collate "C" primary key references decision (id),
  set_id text collate "C" not null references case_set (id),
  case_id text collate "C" not null references review_case (id),
  -- Drawn for another reviewer, who judges the case again without knowing that it is a sample.
  sampled boolean not null default false,
  unique (set_id, case_id)
);
