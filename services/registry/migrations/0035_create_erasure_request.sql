-- What was asked to be erased, by whom, and what became of it. member_id is
-- empty for a whole household; village is where it lived then. content holds
-- the reason, the legal ground and what the decider said, packed and sealed
-- under key_id. The counts are of what was done.
CREATE TABLE erasure_request (
  id BINARY(16) NOT NULL,
  household_id BINARY(16) NOT NULL,
  member_id VARCHAR(26) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  village VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  state TINYINT NOT NULL,
  creator VARCHAR(100) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  create_time DATETIME(6) NOT NULL,
  decider VARCHAR(100) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  decide_time DATETIME(6) NULL,
  states_count BIGINT NOT NULL,
  surveys_count BIGINT NOT NULL,
  drafts_count BIGINT NOT NULL,
  files_count BIGINT NOT NULL,
  imports_count BIGINT NOT NULL,
  key_id INT UNSIGNED NOT NULL,
  content BLOB NOT NULL,
  PRIMARY KEY (id),
  KEY household (household_id, id)
) ENGINE=InnoDB;
