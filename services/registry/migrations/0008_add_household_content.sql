-- A row is a state of a household together with the event that led to it.
-- content is the part with personal data (address, telephone, members, reason
-- and request of the event), packed and sealed under key_id; key_id 0 means
-- JSON that is not sealed, as 0021 writes it. number is NULL once the household
-- has left the register, so that it is free again. register_date is the first
-- day of the household; event_request names the request of the event.
ALTER TABLE household
  MODIFY number INT NULL,
  ADD COLUMN status TINYINT NOT NULL DEFAULT 1,
  ADD COLUMN merged_into BINARY(16) NULL,
  ADD COLUMN register_date DATE NOT NULL DEFAULT '1970-01-01',
  ADD COLUMN event_kind TINYINT NOT NULL DEFAULT 0,
  ADD COLUMN event_date DATE NOT NULL DEFAULT '1970-01-01',
  ADD COLUMN event_actor VARCHAR(100) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
  ADD COLUMN event_related BINARY(16) NULL,
  ADD COLUMN event_request BINARY(32) NULL,
  ADD COLUMN phone_index BINARY(16) NULL,
  ADD COLUMN key_id INT UNSIGNED NOT NULL DEFAULT 0,
  ADD COLUMN content MEDIUMBLOB NULL;
