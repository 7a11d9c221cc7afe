-- They are in content now, and nowhere in the clear.
ALTER TABLE household
  DROP COLUMN address,
  DROP COLUMN phone,
  ALTER COLUMN register_date DROP DEFAULT,
  ALTER COLUMN event_date DROP DEFAULT,
  MODIFY content MEDIUMBLOB NOT NULL;
