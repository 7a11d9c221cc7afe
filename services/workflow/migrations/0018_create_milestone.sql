-- Milestones that units have reached.
CREATE TABLE milestone (
  round VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  unit VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  kind VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  reached_on DATE NOT NULL,
  document VARCHAR(60) NOT NULL,
  PRIMARY KEY (round, unit, kind)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
