-- Which draft an item of a device saved, and the revision it had then; with a
-- conflict, the draft in its way.
ALTER TABLE field_receipt
  ADD COLUMN draft_id BINARY(16) NULL,
  ADD COLUMN draft_revision BIGINT NOT NULL DEFAULT 0;
