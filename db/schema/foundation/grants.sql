-- The rights of the application role. These files hold every right: all others are revoked before they run.

grant usage on schema public to countersign_desk;

grant select on database_mark to countersign_desk;

grant select on driven_clock to countersign_desk;

grant update (written_at) on write_probe to countersign_desk;

grant select, insert on api_key to countersign_desk;

grant select on organisation_terms to countersign_desk;

grant select, insert on desk_profile to countersign_desk;

grant select, insert, update, delete on job to countersign_desk;

grant select, insert, delete on idempotency_key to countersign_desk;

grant select, insert, delete on trace_context to countersign_desk;

grant usage on sequence api_key_seq to countersign_desk;

grant execute on function
  desk_now(),
  subject_kind(text),
  subject_id(text, text),
  actor_kind(text),
  actor_id(text, text),
  platform_of_id(text),
  may_review(text[]),
  is_owner()
to countersign_desk;
