-- The rights of the application role. These files hold every right: all others are revoked before they run.

grant select, insert on appeal to countersign_desk;
grant update (state, judged_by, reason, differs_because) on appeal to countersign_desk;

grant select, insert on appeal_page, appeal_file, appeal_conclusion to countersign_desk;

grant select, insert (appeal_id, asked_by, question, salt, question_hash) on appeal_question to countersign_desk;
grant update (answer, answer_hash, key_id) on appeal_question to countersign_desk;

-- Corrections are stored by the change to which two people agreed.
grant select, insert (enforcement_id, decision_id, appeal_id, body, reference, decided_on, outcome, follows, reason, recorded_by)
  on appeal_settlement to countersign_desk;

grant usage on sequence appeal_seq, appeal_file_seq, appeal_settlement_seq to countersign_desk;

grant execute on function
  appeal_time(),
  appeals_judged_max(),
  appeal_until(enforcement),
  appeal_takes_files(text, text),
  sender_appeals(text, text),
  complaint_until(text, text),
  is_appeal_party(text, text),
  is_decision_party(text, text),
  is_contested_party(text, text, text),
  may_judge_appeal(text, text),
  may_be_given_appeal(text, text),
  release_unjudged_teams(),
  is_of_deciding_team(text, text),
  owes_appeal_conclusion(text, appeal),
  list_actors_hidden_on(text, enforcement),
  tells_first_judgement(text, enforcement),
  alert_tells_first_judgement(text, enforcement, jsonb),
  hides_author(text, text),
  hides_bulk_reason(text, text),
  concluded_outcome(appeal, text),
  takes_less(text, jsonb, timestamptz, enforcement),
  lesser_actions(enforcement),
  ends_after(bigint, timestamptz),
  contested_case(appeal),
  list_leading_cases(text),
  hides_settlement(text, text),
  awaits_answer(text),
  question_refusal(text, text),
  delete_expired_appeals(),
  hash_appeal_text(bytea, text, text, text)
to countersign_desk;
