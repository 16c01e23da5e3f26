-- Copies of a content are found by the hash of their media, by content.
-- accepted: writes of media wait while it is built, about a second for a million rows that have a hash.
create index content_media_copies on content_media (sha256, content_id) where gone_at is null and sha256 is not null;
