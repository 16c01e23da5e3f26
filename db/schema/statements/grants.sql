-- The rights of the application role. These files hold every right: all others are revoked before they run.

grant select on statement to countersign_desk;
grant update (delivery, delivered_at) on statement to countersign_desk;

grant select, insert on statement_content to countersign_desk;

grant select on statement_letter to countersign_desk;
grant insert (statement_id) on statement_letter to countersign_desk;
grant update (next_at, attempt, address_of, sent_at, given_up_at, given_up_for, last_error) on statement_letter
  to countersign_desk;

grant execute on function silence_of(enforcement), was_held_back(statement), told_from(statement), list_ended_silences(integer), case_causes(text, text), list_withheld_words(text, text, text),
  list_named_reporters(text, text) to countersign_desk;

grant select on consumer_notice to countersign_desk;
grant insert (enforcement_id, kind, product, notices_hash) on consumer_notice to countersign_desk;
grant select on consumer_receipt to countersign_desk;
grant insert (notice_id, key_id, told, without_contact) on consumer_receipt to countersign_desk;
grant usage on sequence consumer_notice_seq to countersign_desk;
grant select on consumer_duty to countersign_desk;
grant execute on function look_at_consumer_duties(text[], integer), consumers_told_from(enforcement), notice_withdrawn_by(text),
  repeat_consumer_notice(text, text) to countersign_desk;
