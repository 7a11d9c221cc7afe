-- The households. fingerprint is of the content it was registered with, by
-- which a repeat is told from another household with the same id.
CREATE TABLE household (
  id BINARY(16) NOT NULL,
  village VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  number INT NOT NULL,
  address VARCHAR(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  phone VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  revision BIGINT NOT NULL,
  create_time DATETIME(6) NOT NULL,
  update_time DATETIME(6) NOT NULL,
  fingerprint BINARY(32) NOT NULL,
  PRIMARY KEY (id),
  UNIQUE KEY village_number (village, number)
) ENGINE=InnoDB;
