-- Since when a person is trained in a round: the last day of the earliest
-- class attended.
CREATE TABLE staff_training (
  round VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  staff VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  trained_on DATE NOT NULL,
  PRIMARY KEY (round, staff)
) ENGINE=InnoDB;
