-- How many active households a village has: kept with each change of household.
CREATE TABLE village_households (
  village VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  households INT NOT NULL,
  PRIMARY KEY (village)
) ENGINE=InnoDB;
