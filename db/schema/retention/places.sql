-- The places with data about a person: how a person's rows are found, what an export has of them, and what an erasure
-- does with them. A table that a stage registers as personal has its rows here, or a reason in a test.

-- The cases about an account or one of its contents, and the enforcements on them.
create or replace function cases_of_account(account text) returns setof text language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  select id from review_case where account_id = account or subject = 'account:' || account
$$;

create or replace function enforcements_of_account(account text) returns setof text language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  select id from enforcement where account_id = account or subject = 'account:' || account
$$;

create or replace function subjects_of_account(account text) returns setof text language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  select 'account:' || account union select 'content:' || id from content where account_id = account
  union select subject from review_case where account_id = account
$$;

-- The appeals about an account or one of its contents, of either side.
create or replace function appeals_about(account text) returns setof text language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  select id from appeal where account_id = account or enforcement_id in (select enforcements_of_account(account))
$$;

-- The views of an account, and the searches for one of its names. Who names an account chooses no entries of others: a
-- name is compared as a whole, and not when it is shorter than three signs.
create or replace function views_of_account(account text) returns setof text language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  select shown.id from staff_view shown
  where shown.account_id = account or shown.case_id in (select cases_of_account(account))
    or shown.subject in (select subjects_of_account(account))
    or shown.kind = 'search' and exists (select from account known
      cross join lateral (values (search_handle(known.handle)), (search_handle(known.display_name))) named (name)
      where known.id = account and length(btrim(name)) >= 3
        and btrim(name) = ltrim(btrim(search_handle(shown.words)), '@'))
$$;

-- The reports of a reporter.
create or replace function reports_of_reporter(reporter text) returns setof text language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  select report.id from case_reporter joined join report on report.case_id = joined.case_id
    and report.reporter_id = joined.reporter_id
  where joined.reporter_id = reporter
$$;

-- The marks of reports about an account or one of its contents, whose reasons may tell of it.
create or replace function marks_about(account text) returns setof text language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  select mark.id from misuse_mark mark join report on report.id = mark.about_id
  where mark.about_kind = 'report' and report.case_id in (select cases_of_account(account))
$$;

-- The places of accounts. `matches` and the values of `erases` are expressions on the row r, and $1 is the person's id.
-- erases: null keeps the row, {} deletes it, otherwise it sets these columns. Data of others (who reported, who decided)
-- is in no export.
create or replace function account_places() returns table (tbl text, matches text, exports text, erases jsonb)
  language sql immutable set search_path = pg_catalog, public, pg_temp
  as $$
  values
    ('account_reach', 'r.account_id = $1', 'day, reach', '{}'::jsonb),
    ('account_known', 'r.account_id = $1', 'fact, since', null),
    ('account_lookalike', 'r.account_id = $1', 'handle_skeleton, name_skeleton', '{}'),
    ('protective_tag', 'r.account_id = $1', 'tag, since, dropped_at', null),
    ('collection_member', '$1 in (r.account_id, r.collection_id)', 'collection_id, since', null),
    ('overwritten_facts', 'r.subject = ''account:'' || $1', 'facts, overwritten_at', '{}'),
    ('credential_report', 'r.account_id = $1', null, '{}'),
    ('drift_reading', 'r.account_id = $1', 'handle, reach, read_at', '{"handle": "null", "usual": "null", "unread_why": "null"}'),
    ('drift', 'r.account_id = $1', 'kind, was, is_now, found_at, ended_at',
      '{"was": "null", "is_now": "null", "close_reason": "case when r.close_reason is not null then ''[erased]'' end"}'),
    ('content_count', 'r.account_id = $1', 'read_at, own, hidden', '{}'),
    ('content_item', 'r.content_id in (select id from content where account_id = $1)', 'content_id, item, facts_at', '{}'),
    ('content_item_words', 'r.content_id in (select id from content where account_id = $1)', null, '{}'),
    ('content_stems', 'r.content_id in (select id from content where account_id = $1)', null, '{}'),
    ('content_media', 'r.content_id in (select id from content where account_id = $1)', 'id, content_id, kind, media_type, alternative_text',
      '{"reference": "''[erased]''", "alternative_text": "null", "poster": "null"}'),
    ('content_time', 'r.content_id in (select id from content where account_id = $1)', 'content_id, published_at, edited_at', null),
    ('former_author', 'r.account_id = $1', 'content_id, until', null),
    ('content', 'r.account_id = $1', 'id, kind, text, language, parent_id, content_created_at, item, facts_at',
      '{"text": "null", "item": "null", "parent_id": "null"}'),
    ('paused_report', '(r.body #>> ''{subject,kind}'') || '':'' || (r.body #>> ''{subject,id}'') in (select subjects_of_account($1))',
      null, '{}'),
    ('report_inbox', 'r.subject in (select subjects_of_account($1))', null, '{"report": "r.report - ''{comment,keyword,account,item,evidence}''::text[]"}'),
    ('misuse_mark', 'r.id in (select marks_about($1))', null, '{"reason": "null"}'),
    ('report_words', 'r.case_id in (select cases_of_account($1))', null, '{}'),
    ('evidence_bytes', 'r.evidence_id in (select id from evidence where case_id in (select cases_of_account($1)))', null, '{}'),
    ('evidence', 'r.case_id in (select cases_of_account($1))', 'id, case_id, class, media_type, bytes_count, kept_at',
      '{"reference": "case class when ''restricted'' then ''[erased]'' end"}'),
    ('report', 'r.case_id in (select cases_of_account($1))', 'id, case_id, subject, ground, category, received_at',
      '{"comment": "null", "keyword": "null", "account_facts": "null", "item": "null"}')
$$;

-- The places of cases, decisions and enforcements about accounts. The acts stay, with the account's id; words about it go.
create or replace function account_act_places() returns table (tbl text, matches text, exports text, erases jsonb)
  language sql immutable set search_path = pg_catalog, public, pg_temp
  as $$
  values
    ('review_case', 'r.id in (select cases_of_account($1))', 'id, subject, state, category, language, opened_at, closed_at, report_count', null::jsonb),
    ('case_item', 'r.case_id in (select cases_of_account($1))', 'case_id, type', null),
    ('case_event', 'r.case_id in (select cases_of_account($1))', 'case_id, kind, at', '{"detail": "r.detail - case r.kind when ''returned'' then ''{text,reason,why}'' else ''{text,reason}'' end::text[]"}'),
    ('case_escalation', 'r.case_id in (select cases_of_account($1))', 'case_id, queue, asked_at, answered_at',
      '{"answer": "case when r.answer is not null then ''[erased]'' end"}'),
    ('case_opening', 'r.case_id in (select cases_of_account($1))', 'case_id, source, at', '{"reason": "''[erased]''", "reference": "null"}'),
    ('case_snooze', 'r.case_id in (select cases_of_account($1))', 'case_id, until, made_at', '{"reason": "''[erased]''"}'),
    ('legal_clock', 'r.case_id in (select cases_of_account($1))', 'subject, policy_id, known_at, due_at, ended_at', null),
    ('decision', 'r.case_id in (select cases_of_account($1))', 'id, case_id, conclusion, policy_id, rationale, actions, decided_at',
      '{"rationale": "''[erased]''", "basis": "null"}'),
    ('statement', 'r.enforcement_id in (select enforcements_of_account($1))', 'id, kind, enforcement_id, made_at, delivery', null),
    ('statement_letter', 'r.account_id = $1', 'statement_id, made_at, sent_at, given_up_at, given_up_for, attempt', null),
    ('strike_case', 'r.account_id = $1', 'id, case_id, threshold, points, enforcement_ids, made_at', null),
    ('statement_content', 'r.statement_id in (select id from statement where enforcement_id in (select enforcements_of_account($1)))',
      'statement_id, texts, redress, rendered_at', '{"facts": "''{}''::jsonb", "texts": "''[]''::jsonb", "redress": "''[]''::jsonb"}'),
    ('enforcement', 'r.id in (select enforcements_of_account($1))',
      'id, subject, action, label, duration_ms, countries, policy_id, state, proposed_at, in_effect_at, ends_at, reach',
      '{"identified_as": "null", "interim_reason": "null", "needs_attention": "null"}'),
    ('verdict', 'r.enforcement_id in (select enforcements_of_account($1))', 'enforcement_id, outcome, judged_at, facts -> ''facts'' as facts',
      '{"facts": "r.facts #- ''{facts,account.handle}'' #- ''{facts,account.name}'' #- ''{account,handle}''"}'),
    ('enforcement_move', 'r.enforcement_id in (select enforcements_of_account($1))', 'enforcement_id, from_state, to_state, at', null),
    ('enforcement_restore', 'r.enforcement_id in (select enforcements_of_account($1))', 'enforcement_id, cause, asked_at, visible_at, restored_at',
      '{"reason": "null", "accepted_reason": "case when r.accepted_reason is not null then ''[erased]'' end"}'),
    ('restore_ask', 'r.enforcement_id in (select enforcements_of_account($1))', 'enforcement_id, cause, at',
      '{"reason": "null", "differs_because": "case when r.differs_because is not null then ''[erased]'' end"}'),
    ('later_reason', 'r.enforcement_id in (select enforcements_of_account($1))', 'enforcement_id, at', '{"reason": "''[erased]''"}'),
    ('preview', 'r.case_id in (select cases_of_account($1)) or r.subject in (select subjects_of_account($1))', null, '{}'),
    ('subject_state', 'r.subject in (select subjects_of_account($1))', 'subject, desired, baseline, seen, seen_at', null),
    ('standing_restriction', 'r.subject in (select subjects_of_account($1))', 'subject, action, label, tool, since, until, reason',
      '{"reason": "case when r.reason is not null then ''[erased]'' end"}'),
    ('label', 'r.subject in (select subjects_of_account($1))', 'subject, uri, val, neg, cts, exp', null),
    ('signal', 'r.subject in (select subjects_of_account($1))', 'id, subject, source, kind, name, version, score, category, seen_at, details',
      '{"details": "null"}'),
    ('automation_run', 'r.subject in (select subjects_of_account($1))', 'rule_id, source, mode, does, subject, outcome, at', null),
    ('alert', 'r.subject in (select subjects_of_account($1)) or r.enforcement_id in (select enforcements_of_account($1))', null,
      '{"why": "''[erased]''", "message": "null"}'),
    ('staff_view', 'r.id in (select views_of_account($1))', 'kind, subject, at', '{"reason": "null", "words": "null"}'),
    ('shown_profile', 'r.case_id in (select cases_of_account($1))', null, '{}'),
    ('shown_thread', 'r.case_id in (select cases_of_account($1))', null, '{}'),
    ('shown_related', 'r.case_id in (select cases_of_account($1))', null, '{}'),
    -- The last one: others are found by its names.
    ('account', 'r.id = $1', 'id, handle, display_name, verified, tags, account_created_at, bio_domains, reach, items, source, facts_at',
      '{"handle": "null", "display_name": "null", "bio_domains": "null", "account_created_at": "null"}')
$$;

-- The places of appeals about accounts, with the person affected who wrote an address.
create or replace function account_appeal_places() returns table (tbl text, matches text, exports text, erases jsonb)
  language sql immutable set search_path = pg_catalog, public, pg_temp
  as $$
  values
    ('appeal_file', 'r.appeal_id in (select appeals_about($1))', null, '{}'::jsonb),
    ('correspondent', 'r.id in (select correspondent_id from appeal_page where statement_id is not null and appeal_id in (select appeals_about($1)))', null,
      '{"sealed": "null", "mark": "null", "erased_at": "coalesce(r.erased_at, desk_now())"}'),
    ('public_link', 'r.about in (select id from statement where enforcement_id in (select enforcements_of_account($1)))', null, '{}'),
    ('appeal_settlement', 'r.enforcement_id in (select enforcements_of_account($1)) or r.appeal_id in (select appeals_about($1))',
      'id, enforcement_id, body, reference, decided_on, outcome, follows, reason, recorded_at', '{"reference": "''[erased ''||r.id||'']''", "reason": "''[erased]''"}'),
    ('appeal_conclusion', 'r.appeal_id in (select appeals_about($1))', null, '{"rationale": "''[erased]''"}'),
    ('appeal_question', 'r.appeal_id in (select id from appeal where side = ''affected'' and id in (select appeals_about($1)))',
      'appeal_id, question, asked_at, answer_by, answer, answered_at', '{"question": "null", "answer": "null", "salt": "null"}'),
    -- The words and answers of a reporter about the account go, and are in no export.
    ('appeal_question', 'r.appeal_id in (select id from appeal where side = ''reporter'' and account_id = $1)', null,
      '{"question": "null", "answer": "null", "salt": "null"}'),
    ('appeal', 'r.side = ''reporter'' and r.account_id = $1', null,
      '{"body_hash": "null", "appellant": "null", "words": "null", "new_evidence": "null", "salt": "null",
        "reason": "case when r.reason is not null then ''[erased]'' end",
        "differs_because": "case when r.differs_because is not null then ''[erased]'' end"}'),
    ('appeal', 'r.side = ''affected'' and (r.account_id = $1 or r.enforcement_id in (select enforcements_of_account($1)))',
      'id, enforcement_id, subject, appellant, words, new_evidence, received_at, state, ended_at, reason',
      '{"body_hash": "null", "appellant": "null", "words": "null", "new_evidence": "null", "salt": "null",
        "reason": "case when r.reason is not null then ''[erased]'' end",
        "differs_because": "case when r.differs_because is not null then ''[erased]'' end"}')
$$;

-- The places of reports by these names, a query. What a reporter said of an account is theirs; the decision is not.
create or replace function reporting_places(names text) returns table (tbl text, matches text, exports text, erases jsonb)
  language sql immutable set search_path = pg_catalog, public, pg_temp
  as $$
  select * from inbox_places(names)
  union all select known.tbl, replace(replace(known.matches, '[reports]', 'select reports_of_reporter(name) from ([names]) named (name)'),
    '[names]', names), known.exports, known.erases
  from (values
    ('report_words', 'r.report_id in ([reports])', null, '{}'::jsonb),
    ('evidence_bytes', 'r.evidence_id in (select id from evidence where report_id in ([reports]))', null, '{}'),
    ('evidence', 'r.report_id in ([reports])', 'id, report_id, class, media_type, bytes_count, reference, kept_at',
      '{"reference": "case class when ''restricted'' then ''[erased]'' end"}'),
    ('staff_view', 'r.kind = ''reporter'' and r.words in ([names])', 'kind, at', '{"reason": "null", "words": "null"}'),
    ('report', 'r.id in ([reports])',
      'id, received_at, subject, ground, category, keyword, comment, language, region, reporter_id, reported_at, account_facts, item',
      '{"reporter_id": "''erased''", "client_id": "''erased '' || r.id", "comment": "null", "keyword": "null", "account_facts": "null",
        "item": "null", "reported_at": "r.received_at"}'),
    ('reporter_record', 'r.reporter_id in ([names])', 'upheld, decided', '{}'),
    ('case_reporter', 'r.reporter_id in ([names])', 'case_id, upheld', '{}')) known (tbl, matches, exports, erases)
  union all select * from misuse_places('reporter', names)
$$;

-- The rows of a sender of notices, who is named by the mark of their address in hex, or by the one row of theirs.
create or replace function rows_of_contact(contact text) returns setof text language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  select id from correspondent where mark = case when contact ~ '^[0-9a-f]{64}$' then decode(contact, 'hex') end
  union select id from correspondent where id = contact
$$;

create or replace function notices_of_contact(contact text) returns setof text language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  select id from notice where correspondent_id in (select rows_of_contact(contact))
$$;

-- A stranger can write another's address into an appeal: an unconfirmed one leads to the appeals of its one row alone.
create or replace function appeals_of_contact(contact text) returns setof text language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  select page.appeal_id from appeal_page page left join notice on notice.id = page.notice_id
    join correspondent own on own.id = page.correspondent_id or own.id = notice.correspondent_id
  where own.id in (select rows_of_contact(contact)) and (own.id = contact or own.confirmed_at is not null)
$$;

-- The names of a sender in reports: the one of their confirmed address, and those of their other notices.
create or replace function names_of_contact(contact text) returns setof text language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  select id from notice_sender where mark = case when contact ~ '^[0-9a-f]{64}$' then decode(contact, 'hex') end
  union select 'notice:' || id from notices_of_contact(contact) id
$$;

-- The places of senders of notices. Their own rows are erased by erase_correspondent, after these.
create or replace function contact_places() returns table (tbl text, matches text, exports text, erases jsonb)
  language sql immutable set search_path = pg_catalog, public, pg_temp
  as $$
  select * from reporting_places('select names_of_contact($1)')
  union all values
    ('correspondent', 'r.id in (select rows_of_contact($1))', 'id, language, made_at, confirmed_at', null::jsonb),
    ('notice_sender', 'r.id in (select names_of_contact($1))', 'id, made_at', null),
    ('notice', 'r.id in (select notices_of_contact($1))',
      'id, reference, kind, subject, address, language, reason, signed, made_at, accepted_at, outcome, concluded_at', null),
    ('notice_file', 'r.notice_id in (select notices_of_contact($1))', 'notice_id, media_type', null),
    ('public_link', 'r.about in (select notices_of_contact($1))', 'kind, made_at, expires_at', null),
    ('letter', 'r.correspondent_id in (select rows_of_contact($1))', 'notice_id, appeal_id, kind, outcome, made_at, sent_at', null),
    ('appeal_page', 'r.appeal_id in (select appeals_of_contact($1))', 'appeal_id, statement_id, notice_id', null),
    ('appeal_file', 'r.appeal_id in (select appeals_of_contact($1))', 'appeal_id, media_type', '{}'),
    ('appeal_question', 'r.appeal_id in (select appeals_of_contact($1))', 'appeal_id, question, asked_at, answer_by, answer, answered_at',
      '{"question": "null", "answer": "null", "salt": "null"}'),
    ('appeal', 'r.id in (select appeals_of_contact($1))', 'id, words, new_evidence, received_at, state, ended_at, reason',
      '{"body_hash": "null", "appellant": "null", "words": "null", "new_evidence": "null", "salt": "null"}'),
    ('removal_request', 'r.id in (select removal_request_id from notice where id in (select notices_of_contact($1)))',
      'id, policy_id, identification, good_faith, received_at', null)
$$;

-- The places of people who left the desk. Their pseudonym and their acts stay: others answer for what they did together.
create or replace function staff_places() returns table (tbl text, matches text, exports text, erases jsonb)
  language sql immutable set search_path = pg_catalog, public, pg_temp
  as $$
  values
    ('staff', 'r.id = $1', 'id, pseudonym, name, roles, languages, clearances, employment, employer, site, team, starts_at, ends_at, ended_at',
      '{"name": "''[erased]''"}'::jsonb),
    ('staff_restriction', 'r.staff_id = $1', 'cause, at, lifted_at', null),
    ('staff_wellbeing', 'r.staff_id = $1', 'blur, grey, mute', '{}'),
    ('staff_preference', 'r.staff_id = $1', 'language, time_zone', '{}'),
    ('staff_exposure', 'r.staff_id = $1', 'hour, severe', '{}'),
    ('staff_rotation', 'r.staff_id = $1', 'severe_in_a_row', '{}'),
    ('shift_event', 'r.staff_id = $1', 'kind, planned_minutes, at', null),
    ('rota_entry', 'r.staff_id = $1', 'turn, zone, days, begins, ends, from_day, until_day', null),
    ('directory_member', 'r.person_id in (select id from directory_person where staff_id = $1)', null, '{}'),
    ('directory_person', 'r.staff_id = $1', 'id, user_name, external_id, display_name, given_name, family_name, formatted_name, email',
      '{"active": "false", "user_name": "null", "external_id": "null", "display_name": "null", "given_name": "null", "family_name": "null",
        "formatted_name": "null", "email": "null", "salt": "null", "removed_at": "coalesce(r.removed_at, desk_now())"}'),
    ('sign_on_link', 'r.staff_id = $1', 'issuer, subject, linked_at', '{"subject": "''erased '' || r.change_id"}'),
    ('sign_on_session', 'r.session_id in (select id from staff_session where staff_id = $1)', null, '{}'),
    ('session_device', 'r.session_id in (select id from staff_session where staff_id = $1)', 'device, network', '{}'),
    ('staff_session', 'r.staff_id = $1', 'began_at, seen_at, ends_at, revoked_at', null),
    ('staff_token', 'r.staff_id = $1', 'label, created_at, expires_at, revoked_at', '{"label": "''[erased]''"}'),
    ('passkey', 'r.staff_id = $1', 'label, added_at, removed_at', '{"label": "''[erased]''"}'),
    ('invitation', 'r.staff_id = $1', 'made_at, expires_at, used_at', null),
    ('channel', 'r.staff_id = $1', 'kind, name, shows, added_at, removed_at',
      '{"name": "''[erased]''", "shows": "''''", "address": "''\\x''::bytea", "secret": "null", "previous_secret": "null",
        "previous_until": "null", "last_error": "null"}'),
    ('desk_change', 'r.kind = ''approver'' and r.body::jsonb -> ''person'' ->> ''pseudonym'' = (select pseudonym from staff where id = $1)', null,
      '{"body": "jsonb_set(r.body::jsonb, ''{person,name}'', ''\"[erased]\"'')::text", "says": "''[erased]''", "message": "null"}')
$$;

create or replace function personal_places(of_person text) returns table (tbl text, matches text, exports text, erases jsonb)
  language sql immutable set search_path = pg_catalog, public, pg_temp
  as $$
  select * from account_places() where of_person = 'account'
  union all select * from account_appeal_places() where of_person = 'account'
  union all select * from misuse_places('account', 'select $1::text') where of_person = 'account'
  union all select * from account_act_places() where of_person = 'account'
  union all select * from reporting_places('select $1::text') where of_person = 'reporter'
  union all select * from contact_places() where of_person = 'contact'
  union all select * from counter_notice_places(of_person) union all select * from consumer_places(of_person)
  union all select * from staff_places() where of_person = 'staff'
  union all select * from flagger_places() where of_person = 'flagger'
$$;
