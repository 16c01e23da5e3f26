-- The rights of the application role. These files hold every right: all others are revoked before they run.

grant select on retention_place to countersign_desk;

grant select on person_erasure to countersign_desk;

grant execute on function
  retention_bounds(),
  retention_time(text),
  delete_expired(text),
  drop_emptied_month(),
  cases_of_account(text),
  appeals_about(text),
  account_appeal_places(),
  enforcements_of_account(text),
  subjects_of_account(text),
  reports_of_reporter(text),
  views_of_account(text),
  personal_places(text),
  account_places(),
  account_act_places(),
  reporting_places(text),
  marks_about(text),
  inbox_places(text),
  misuse_places(text, text),
  misuse_senders(text, text),
  misuse_measures(text, text),
  contact_places(),
  appeals_of_contact(text),
  rows_of_contact(text),
  notices_of_contact(text),
  names_of_contact(text),
  staff_places(),
  flagger_places(),
  counter_notice_places(text),
  consumer_places(text),
  changes_of_flagger(text),
  erasure_refusals(text, text),
  had_part_in_acts(text, text, text),
  is_known_person(text, text),
  request_erasure(text, text, text),
  collect_erasure(text, integer),
  finish_erasure(text)
to countersign_desk;
