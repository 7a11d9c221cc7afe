-- Every version of every filled form. facts holds the answers and what they say
-- of whom, packed; is_current is 1 for the newest of a household in a round and
-- NULL for those it replaced, so that the unique key allows one newest.
CREATE TABLE survey (
  id BINARY(16) NOT NULL,
  household_id BINARY(16) NOT NULL,
  village VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  round VARCHAR(63) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  form VARCHAR(63) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  form_hash BINARY(32) NOT NULL,
  review_date DATE NOT NULL,
  facts MEDIUMBLOB NOT NULL,
  replaces BINARY(16) NULL,
  is_current TINYINT NULL,
  device_time DATETIME(6) NULL,
  submit_time DATETIME(6) NOT NULL,
  reviewer VARCHAR(100) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  fingerprint BINARY(32) NOT NULL,
  PRIMARY KEY (id),
  UNIQUE KEY household_round_current (household_id, round, is_current),
  KEY village_round (village, round, id)
) ENGINE=InnoDB;
