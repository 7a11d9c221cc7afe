-- Forms being filled in, one a writer, household, round and form kind. content
-- is what was filled in so far, packed and sealed under key_id.
CREATE TABLE survey_draft (
  id BINARY(16) NOT NULL,
  writer VARCHAR(100) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  household_id BINARY(16) NOT NULL,
  round VARCHAR(63) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  form_kind TINYINT NOT NULL,
  village VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  revision BIGINT NOT NULL,
  save_time DATETIME(6) NOT NULL,
  key_id INT NOT NULL,
  content MEDIUMBLOB NOT NULL,
  PRIMARY KEY (id),
  UNIQUE KEY household_draft (household_id, writer, round, form_kind),
  KEY writer_village (writer, village, id)
) ENGINE=InnoDB;
