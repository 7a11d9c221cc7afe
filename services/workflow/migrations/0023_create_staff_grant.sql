-- What people may do, and where.
CREATE TABLE staff_grant (
  staff VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  role VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  area VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  PRIMARY KEY (staff, role, area)
) ENGINE=InnoDB;
