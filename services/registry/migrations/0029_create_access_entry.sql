-- Looks at the files of persons by somebody from outside their commune, in
-- chains: proof holds the proof of the entry before, keyed, so that nobody who
-- only has the database can change, take out or put in an entry unseen.
-- authority is by which grants it was allowed, "ROLE@area ROLE@area". With
-- whole_scope the look was at everything in `scope` (a stream); otherwise at
-- the households of access_household, household_count of them.
CREATE TABLE access_entry (
  shard SMALLINT NOT NULL,
  position BIGINT NOT NULL,
  time DATETIME(6) NOT NULL,
  subject VARCHAR(100) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  authority VARCHAR(2000) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  method VARCHAR(100) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  request_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  purpose VARCHAR(400) NOT NULL,
  scope VARCHAR(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  whole_scope TINYINT NOT NULL,
  household_count INT NOT NULL,
  proof BINARY(32) NOT NULL,
  PRIMARY KEY (shard, position),
  KEY by_time (time, shard, position),
  KEY by_subject (subject, time, shard, position),
  KEY by_scope (whole_scope, scope, time, shard, position)
) ENGINE=InnoDB;
