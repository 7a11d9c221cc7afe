-- How many active households of a village are assessed in a round: kept with
-- each change of household or assessment.
CREATE TABLE village_assessed (
  round VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  village VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  assessed INT NOT NULL,
  PRIMARY KEY (round, village)
) ENGINE=InnoDB;
