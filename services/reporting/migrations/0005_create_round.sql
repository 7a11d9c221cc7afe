-- The rounds with what their figures are called.
CREATE TABLE round (
  round VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,  -- rounds/{id}
  state MEDIUMBLOB NOT NULL,  -- rasoat.workflow.v1.RoundState without its units
  PRIMARY KEY (round)
) ENGINE = InnoDB;
