-- It is in sealed_reason now.
ALTER TABLE duplicate_case
  DROP COLUMN reason;
