-- What each subject has in own_figure at present, so that its next state can
-- take it out again.
CREATE TABLE contribution (
  subject VARCHAR(192) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  source  VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  parts   MEDIUMBLOB NOT NULL,
  PRIMARY KEY (subject),
  KEY by_source (source)
) ENGINE = InnoDB;
