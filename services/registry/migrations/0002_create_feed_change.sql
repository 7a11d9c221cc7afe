-- What this service has told, in the order of its commits, without gaps.
-- `state` is the message named by `kind`, serialized.
CREATE TABLE feed_change (
  position BIGINT NOT NULL,
  commit_time DATETIME(6) NOT NULL,
  subject VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  area VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  kind VARCHAR(96) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  state MEDIUMBLOB NOT NULL,
  PRIMARY KEY (position)
) ENGINE=InnoDB;
