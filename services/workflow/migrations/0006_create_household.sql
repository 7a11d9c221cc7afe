-- Households as the registry tells them: only where they are.
CREATE TABLE household (
  id BINARY(16) NOT NULL,
  village VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  active TINYINT NOT NULL,
  PRIMARY KEY (id)
) ENGINE=InnoDB;
