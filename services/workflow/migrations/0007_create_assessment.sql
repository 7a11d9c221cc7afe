-- Which households scoring has assessed in which round. assessed is 0 where a
-- survey could not be scored.
CREATE TABLE assessment (
  household BINARY(16) NOT NULL,
  round VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  assessed TINYINT NOT NULL,
  PRIMARY KEY (household, round)
) ENGINE=InnoDB;
