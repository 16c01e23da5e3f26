-- The rights of the application role. These files hold all of them: every other right is revoked before they run.

grant select, insert on campaign to countersign_desk;
grant update (ordinary_count, reach_sum, state, stage, moved_by, moved_why, approved_by, signature_id, done_count,
  created_count, hit_count) on campaign to countersign_desk;

grant select, insert on campaign_item to countersign_desk;
grant update (account_id, reach, expected, tries, outcome, enforcement_id) on campaign_item to countersign_desk;

grant select on campaign_sample to countersign_desk;
grant update (conclusion) on campaign_sample to countersign_desk;

grant select on campaign_transition to countersign_desk;

grant usage on sequence campaign_seq to countersign_desk;

grant execute on function
  why_not_campaign(text, text, text),
  campaign_judged(text, text),
  draw_campaign_sample(text, text),
  campaign_stands(text),
  campaign_forbids(text, text),
  forget_campaign_actors()
to countersign_desk;
