-- Types of content that an organisation declares in items.yaml, and items of them: the fields of a content as its
-- platform or a report states them.

-- The constraint allows one more name, so every stored row satisfies it. There are few versions.
alter table rule_set_version drop constraint rule_set_version_name_check;
alter table rule_set_version add constraint rule_set_version_name_check
  check (name in ('policies', 'guards', 'queues', 'budgets', 'automation', 'items')) not valid;
alter table rule_set_version validate constraint rule_set_version_name_check;

-- The item of a content as its source last gave it. Null: unknown. The text "absent": the content has no type.
alter table content add column item jsonb;
-- Not validated: every stored row has no item and satisfies it, and reading them all would let writes wait.
alter table content add constraint content_item_check check (length(item::text) <= 300000) not valid;

-- Each item that a content ever had, so that the fields at the time of a decision are known after an edit. Append-only,
-- written by a trigger.
create table content_item (
  id bigint generated always as identity primary key,
  content_id text collate "C" not null references content (id) on delete cascade,
  item jsonb,
  source text not null,
  facts_at timestamptz not null,
  stored_at timestamptz not null default desk_now()
);
create index content_item_content on content_item (content_id, id);

-- The words of the present item of each content, written by the same trigger.
create table content_item_words (
  content_id text collate "C" primary key references content (id) on delete cascade,
  words tsvector not null
);
-- A short pending list: the writer that fills it waits until it is merged.
create index content_item_words_words on content_item_words using gin (words) with (gin_pending_list_limit = 512);

-- The item as the report states it: evidence, shown and never judged.
alter table report add column item jsonb;

-- The type of the item that a case is about, apart from the case: most cases have none.
create table case_item (
  case_id text collate "C" primary key references review_case (id),
  type text collate "C" not null check (length(type) between 1 and 64)
);
create index case_item_type on case_item (type, case_id);
