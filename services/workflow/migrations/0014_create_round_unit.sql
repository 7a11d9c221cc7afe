-- The units of a round, villages included, as they were on its first day.
CREATE TABLE round_unit (
  round VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  unit VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  tier VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  display_name VARCHAR(100) NOT NULL,
  PRIMARY KEY (round, unit)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
