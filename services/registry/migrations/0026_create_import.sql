-- The imports of files. details (the file's name, the columns found in it, why
-- it was refused) is sealed under key_id: a name may be somebody's. The row of
-- the file that was dealt with last is done_sheet, done_row; whoever works on
-- the import holds it until lease_until, by the database's clock.
CREATE TABLE import (
  id BINARY(16) NOT NULL,
  area VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  state TINYINT NOT NULL,
  size BIGINT NOT NULL,
  sha256 BINARY(32) NOT NULL,
  all_or_nothing TINYINT NOT NULL,
  known TINYINT NOT NULL,
  received BIGINT NOT NULL,
  permille INT NOT NULL,
  counts VARBINARY(200) NOT NULL,
  done_sheet INT NOT NULL,
  done_row BIGINT NOT NULL,
  attempts INT NOT NULL,
  creator VARCHAR(100) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  create_time DATETIME(6) NOT NULL,
  update_time DATETIME(6) NOT NULL,
  expire_time DATETIME(6) NOT NULL,
  lease_holder VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  lease_until DATETIME(6) NOT NULL,
  key_id INT UNSIGNED NOT NULL,
  details MEDIUMBLOB NOT NULL,
  PRIMARY KEY (id),
  KEY area_id (area, id),
  KEY state_lease (state, lease_until),
  KEY expire_time (expire_time)
) ENGINE=InnoDB;
