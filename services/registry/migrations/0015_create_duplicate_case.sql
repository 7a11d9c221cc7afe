-- Pairs of households that may hold the same people, and what was decided of
-- each. `facts` is a keyed print of what was compared: while it stays the same,
-- a pair that was found to be no duplicate is not raised again. `matches` says
-- which members, by their ids alone, with reasons and points.
CREATE TABLE duplicate_case (
  first_household BINARY(16) NOT NULL,
  second_household BINARY(16) NOT NULL,
  first_village VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  second_village VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  state TINYINT NOT NULL,
  score TINYINT NOT NULL,
  matches BLOB NOT NULL,
  facts BINARY(16) NOT NULL,
  raise_time DATETIME(6) NOT NULL,
  decide_time DATETIME(6) NULL,
  decider VARCHAR(100) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  reason VARCHAR(500) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  revision BIGINT NOT NULL,
  PRIMARY KEY (first_household, second_household),
  KEY state_score (state, score, first_household, second_household)
) ENGINE=InnoDB;
