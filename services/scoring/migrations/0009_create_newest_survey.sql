-- The newest survey of each household in a round, and the digest of what this
-- service last told of it (NULL: nothing yet). Outlives a rebuild, which so
-- tells again only what has become different.
CREATE TABLE newest_survey (
  round VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  household BINARY(16) NOT NULL,
  survey BINARY(16) NOT NULL,
  position BIGINT NOT NULL,
  told BINARY(16) NULL,
  PRIMARY KEY (round, household)
) ENGINE=InnoDB;
