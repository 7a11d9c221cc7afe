-- The roster.
CREATE TABLE staff (
  id VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  full_name VARCHAR(100) NOT NULL,
  area VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  position VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  PRIMARY KEY (id),
  KEY staff_by_area (area, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
