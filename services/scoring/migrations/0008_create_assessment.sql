-- One survey under one standard. `class`: 0 could not be scored (`failure` says
-- why), 1 poor, 2 near-poor, 3 not poor. `breakdown` explains it: the part of a
-- rasoat.scoring.v1.Assessment that the other columns do not hold.
CREATE TABLE assessment (
  survey BINARY(16) NOT NULL,
  standard VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  standard_hash BINARY(32) NOT NULL,
  household BINARY(16) NOT NULL,
  round VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  village VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  b1 INT NOT NULL,
  b2 INT NOT NULL,
  class TINYINT NOT NULL,
  failure VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  breakdown MEDIUMBLOB NOT NULL,
  assess_time DATETIME(6) NOT NULL,
  PRIMARY KEY (survey, standard),
  KEY assessment_by_village (round, village, standard, household)
) ENGINE=InnoDB;
