-- The former states of the households, each with the event that led to it; the
-- newest state is in `household`. Written once, but for its key.
CREATE TABLE household_past (
  household_id BINARY(16) NOT NULL,
  revision BIGINT NOT NULL,
  village VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  number INT NULL,
  status TINYINT NOT NULL,
  merged_into BINARY(16) NULL,
  register_date DATE NOT NULL,
  create_time DATETIME(6) NOT NULL,
  update_time DATETIME(6) NOT NULL,
  event_kind TINYINT NOT NULL,
  event_date DATE NOT NULL,
  event_actor VARCHAR(100) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  event_related BINARY(16) NULL,
  event_request BINARY(32) NULL,
  key_id INT UNSIGNED NOT NULL,
  content MEDIUMBLOB NOT NULL,
  PRIMARY KEY (household_id, revision)
) ENGINE=InnoDB;
