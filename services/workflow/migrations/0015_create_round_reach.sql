-- Which units lie in which within a round; every unit lies in itself.
CREATE TABLE round_reach (
  round VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  above VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  unit VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  PRIMARY KEY (round, above, unit)
) ENGINE=InnoDB;
