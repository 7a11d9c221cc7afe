-- Units as the registry tells them, every interval of days they were true for.
CREATE TABLE area (
  code VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  valid_from DATE NOT NULL,
  valid_to DATE NULL,
  parent VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  tier VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  display_name VARCHAR(100) NOT NULL,
  PRIMARY KEY (code, valid_from),
  KEY area_by_parent (parent, code)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
