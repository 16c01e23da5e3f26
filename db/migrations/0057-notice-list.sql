-- The list of notices: by their time, by kind, those that wait for an answer, and reports of trusted flaggers.

-- accepted: a person sends a notice by a form, which waits for some seconds while the index is built.
create index notice_page on notice (made_at, id);
-- accepted: the same. Of a million notices few wait for an answer.
create index notice_unanswered on notice (made_at, id) where outcome is null or reopened_at is not null;
-- accepted: the same. Notices of some kinds are rare.
create index notice_kind on notice (kind, made_at, id);
-- accepted: reports of trusted flaggers are few.
create index flagger_report_page on flagger_report (received_at, report_id);
