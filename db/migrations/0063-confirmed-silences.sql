-- The constraint allows a further kind of act, so every stored row satisfies it. A desk has few orders.
alter table authority_order_act drop constraint authority_order_act_kind_check;
alter table authority_order_act add constraint authority_order_act_kind_check check (kind in ('verified', 'answered',
  'contested', 'resumed', 'silence_extended', 'silence_confirmed', 'preserved')) not valid;
alter table authority_order_act validate constraint authority_order_act_kind_check;

-- A silence that one person stated before this time needs no confirmation. Orders from before this migration keep theirs.
alter table authority_order_terms add column confirm_silence_from timestamptz not null default desk_now();
alter table authority_order_terms alter column confirm_silence_from set default '-infinity';
