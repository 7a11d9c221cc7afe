-- Who holds: `staff/{id}`; empty for a command on the server.
ALTER TABLE legal_hold
  ADD COLUMN holder VARCHAR(100) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '';
