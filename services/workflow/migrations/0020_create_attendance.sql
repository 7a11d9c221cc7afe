-- Who attended which class, once each.
CREATE TABLE attendance (
  round VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  class VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  staff VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  PRIMARY KEY (round, class, staff)
) ENGINE=InnoDB;
