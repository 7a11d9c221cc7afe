-- The standards of a round, the deciding one at place 0, each by the hash of the
-- version that the round was given.
CREATE TABLE round_standard (
  round VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  place TINYINT NOT NULL,
  standard VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  standard_hash BINARY(32) NOT NULL,
  PRIMARY KEY (round, place)
) ENGINE=InnoDB;
