-- The rights of the application role. These files hold every right: all others are revoked before they run.

grant select, insert on legal_clock to countersign_desk;
grant update (told_at, missed_at, ended_at, how) on legal_clock to countersign_desk;

grant select, insert on referral to countersign_desk;

grant select, insert on legal_hold to countersign_desk;

grant select on match_list to countersign_desk;

grant select on content_match to countersign_desk;

grant select on authority to countersign_desk;

grant select on authority_order to countersign_desk;

grant select on authority_order_document to countersign_desk;

grant select, update (told_late_at, tried_at) on authority_order_terms to countersign_desk;

grant select on authority_order_address to countersign_desk;

grant select, insert on authority_order_act to countersign_desk;

grant select, insert on removal_request to countersign_desk;

grant usage on sequence legal_clock_seq, referral_seq, legal_hold_seq, removal_request_seq,
  authority_order_act_seq to countersign_desk;

grant execute on function
  is_preserved(text),
  match_valid_until(timestamptz),
  match_list_hash(text),
  stage_match_list(text, text, bytea),
  stage_match_entries(text, bytea[], timestamptz[]),
  record_content_match(text, text, bytea, text),
  receive_authority_order(text, jsonb, bytea),
  unresolved_addresses(text),
  resolve_order_address(text, text, text),
  enter_authority_order(text, jsonb, bytea),
  may_handle_order(text, text),
  order_subjects(text),
  order_silent_until(text),
  order_silences(text),
  silence_to_confirm(text),
  order_effects(text),
  order_state(text),
  is_order_withheld(text, text),
  is_order_verified(text),
  order_act_refusal(authority_order_act),
  erase_expired_orders(integer),
  hash_request(removal_request),
  delete_expired_removal_requests(),
  clock_cause_received_at(text, text, text)
to countersign_desk;
