-- The rights of the application role. These files hold every right: all others are revoked before they run.

grant select, insert, update on account to countersign_desk;

grant select, insert, update on content to countersign_desk;

grant select on content_stems to countersign_desk;

grant select on content_item to countersign_desk;

grant select on content_item_words to countersign_desk;

grant select, insert, update on content_media to countersign_desk;

grant select on account_reach to countersign_desk;

grant select on protective_tag to countersign_desk;

grant select on account_known to countersign_desk;

grant select on former_author to countersign_desk;

grant select on collection_member to countersign_desk;

grant select, insert, update on account_lookalike to countersign_desk;

grant select on overwritten_facts to countersign_desk;

grant usage on sequence content_media_seq to countersign_desk;

grant execute on function
  protective_tags(),
  raise_account_facts(json),
  counted_reach(text),
  is_recorded_protected(text),
  has_protected_former_author(text),
  collection_kind(text),
  is_other_spelling(text),
  covered_accounts(text),
  covered_reach(text),
  cover_accounts(text, text[]),
  list_judged_accounts(text, text),
  covers_too_many(text),
  domains_of_account(text),
  is_of_domain(text, text),
  effects_of_domains(text),
  search_text(text),
  search_words(text),
  search_query(text),
  search_piece(text, tsquery),
  stemmed_languages(),
  list_stems(text, text, regconfig),
  search_stem_query(text),
  index_content_stems(integer),
  item_text(jsonb),
  search_handle(text),
  search_name(text),
  skeleton_neighbours(text),
  skeleton_lookup_keys(text, text),
  list_notable_lookalikes(account_lookalike),
  account_lookalike(text),
  delete_released_facts(integer)
to countersign_desk;
