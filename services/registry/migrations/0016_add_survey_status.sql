-- What a survey is for and how it stands: the surveys there are were all made on
-- forms of kind 3 (Phiếu B) and wait for a supervisor (2). revision rises with
-- every change of status. sealed holds where it was filled and why it corrects
-- an accepted one, sealed under key_id; NULL: neither was given.
ALTER TABLE survey
  ADD COLUMN form_kind TINYINT NOT NULL DEFAULT 3,
  ADD COLUMN status TINYINT NOT NULL DEFAULT 2,
  ADD COLUMN revision INT NOT NULL DEFAULT 1,
  ADD COLUMN key_id INT NOT NULL DEFAULT 0,
  ADD COLUMN sealed BLOB NULL;
