-- The steps that a village has begun.
CREATE TABLE village_step (
  round VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  village VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  step INT NOT NULL,
  start_date DATE NOT NULL,
  complete_date DATE NULL,
  PRIMARY KEY (round, village, step)
) ENGINE=InnoDB;
