-- Where each village of a round stands, beside its steps. revision rises by
-- one with every move; the meeting is the one that completed its step.
CREATE TABLE village (
  round VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  village VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  revision BIGINT NOT NULL,
  meeting_date DATE NULL,
  meeting_attended INT NULL,
  meeting_agreed INT NULL,
  PRIMARY KEY (round, village)
) ENGINE=InnoDB;
