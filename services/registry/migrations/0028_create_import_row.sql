-- The rows of imported files that something was found in. place is that in the
-- file: the sheet, from 0, times 2^32, and the row's number in it. kinds has a bit for
-- each kind of finding (1 << kind); the findings are sealed under key_id.
CREATE TABLE import_row (
  import_id BINARY(16) NOT NULL,
  place BIGINT NOT NULL,
  kinds INT NOT NULL,
  key_id INT UNSIGNED NOT NULL,
  content BLOB NOT NULL,
  PRIMARY KEY (import_id, place)
) ENGINE=InnoDB;
