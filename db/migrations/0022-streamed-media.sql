-- A film or sound that the platform delivers in ranges: its size, and the reference of a picture of it. Null: its bytes
-- come in one answer.
alter table content_media add column stream_bytes bigint;
alter table content_media add column poster text;
-- Not validated: every stored row has neither and satisfies both, and reading them all would let writes wait.
alter table content_media add
  -- Twin of STREAM_BYTES_MAX in TypeScript.
  constraint content_media_stream_check check (stream_bytes is null or kind <> 'image' and class <> 'restricted'
    and stream_bytes between 1 and 2147483648) not valid;
alter table content_media add constraint content_media_poster_check
  check (poster is null or stream_bytes is not null and length(poster) between 1 and 1024) not valid;
