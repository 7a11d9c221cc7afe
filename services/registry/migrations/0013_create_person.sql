-- The members of the active households, as they are searched for and compared:
-- written with their household, never by themselves. Ordered by village, so
-- that the people of a commune lie together. name_key is the name without
-- accents, given_key the same with the given name first; identity_index is the
-- blind index of the identity number. identity_holder is empty for a citizen
-- id, so that the unique key allows one member in the register to hold it, and
-- the household for an old number, which may stand twice.
CREATE TABLE person (
  village VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  household_id BINARY(16) NOT NULL,
  member_id VARCHAR(26) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  name_key VARBINARY(80) NOT NULL,
  given_key VARBINARY(80) NOT NULL,
  birth_date DATE NOT NULL,
  sex TINYINT NOT NULL,
  relation TINYINT NOT NULL,
  identity_index BINARY(16) NULL,
  identity_holder VARBINARY(16) NOT NULL,
  PRIMARY KEY (village, household_id, member_id),
  UNIQUE KEY person_identity (identity_index, identity_holder),
  KEY name_birth (name_key, birth_date, village, household_id, member_id),
  KEY given_birth (given_key, birth_date, village, household_id, member_id)
) ENGINE=InnoDB;
