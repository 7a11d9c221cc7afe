-- The members of the households as they are now; place is their order.
CREATE TABLE member (
  household_id BINARY(16) NOT NULL,
  member_id VARCHAR(26) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  place TINYINT NOT NULL,
  full_name VARCHAR(100) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  birth_date DATE NOT NULL,
  sex TINYINT NOT NULL,
  relation TINYINT NOT NULL,
  ethnic_group CHAR(2) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  identity_kind TINYINT NOT NULL,
  identity_number VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  PRIMARY KEY (household_id, member_id)
) ENGINE=InnoDB;
