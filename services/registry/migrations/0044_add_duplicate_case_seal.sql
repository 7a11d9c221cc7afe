-- What an officer wrote of a case may name anybody: sealed_reason is it, sealed
-- under key_id; NULL where nothing was written. key_id 0 means text that is not
-- sealed, as 0045 writes it.
ALTER TABLE duplicate_case
  ADD COLUMN key_id INT UNSIGNED NOT NULL DEFAULT 0,
  ADD COLUMN sealed_reason VARBINARY(2100) NULL;
