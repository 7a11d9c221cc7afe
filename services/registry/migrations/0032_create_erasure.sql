-- Which states of households had what is personal taken out, and by which rule
-- of retention. Says nothing of the persons.
CREATE TABLE erasure (
  household_id BINARY(16) NOT NULL,
  revision BIGINT NOT NULL,
  rule VARCHAR(60) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  erase_time DATETIME(6) NOT NULL,
  PRIMARY KEY (household_id, revision)
) ENGINE=InnoDB;
