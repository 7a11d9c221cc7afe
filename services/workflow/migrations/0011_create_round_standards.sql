-- The standards of rounds as scoring tells them: names separated by commas.
CREATE TABLE round_standards (
  round VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  standards VARCHAR(400) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  training TINYINT NOT NULL,
  PRIMARY KEY (round)
) ENGINE=InnoDB;
