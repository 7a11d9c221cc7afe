-- What is counted by in simulations and scored by nowhere: the head's ethnic group
-- (two digits, empty if not known) and sex (rasoat.api.v1.Sex).
CREATE TABLE household_trait (
  household BINARY(16) NOT NULL,
  ethnic_group VARCHAR(2) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  head_sex TINYINT NOT NULL,
  PRIMARY KEY (household)
) ENGINE=InnoDB;
