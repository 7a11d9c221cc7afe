-- Which unit lay directly in which, at whatever time; `parent` is empty for a
-- province.
CREATE TABLE area_parent (
  area VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  parent VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  PRIMARY KEY (area, parent)
) ENGINE=InnoDB;
