-- The rights of the application role. These files hold every right: all others are revoked before they run.

grant select, insert on decision to countersign_desk;

grant select, insert on shown_profile, shown_thread, shown_related to countersign_desk;
grant update (shown_at) on shown_profile, shown_thread, shown_related to countersign_desk;
grant execute on function shown_bytes_today(text), delete_needless_shown(text, integer) to countersign_desk;

grant select, insert on qa_sample to countersign_desk;
grant update (looked_at, answer_id) on qa_sample to countersign_desk;

grant select, update (drawn_until) on qa_sample_draw to countersign_desk;

grant select, insert on newsworthy_exception to countersign_desk;
grant update (overdue_told_at, ended_by, ended_at, end_reason) on newsworthy_exception to countersign_desk;

grant select, insert on case_set to countersign_desk;
grant update (undone_by, undone_at) on case_set to countersign_desk;

grant select, insert on case_set_member to countersign_desk;

grant execute on function dismissal_refusal(text, text), dismissed_today(text) to countersign_desk;

grant usage on sequence decision_seq, newsworthy_exception_seq, case_set_seq to countersign_desk;
