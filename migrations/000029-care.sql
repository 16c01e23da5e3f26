-- How each person wants media shown to them; without a row everything is on. Theirs alone: told to nobody else, and nothing
-- about their work.
create table staff_care (
  staff_id text collate "C" primary key references staff (id),
  blur boolean not null,
  grey boolean not null,
  mute boolean not null
);
grant select, insert, update on staff_care to countersign_desk;
