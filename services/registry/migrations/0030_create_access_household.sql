-- The households of each entry, found by household and by entry.
CREATE TABLE access_household (
  household_id BINARY(16) NOT NULL,
  time DATETIME(6) NOT NULL,
  shard SMALLINT NOT NULL,
  position BIGINT NOT NULL,
  PRIMARY KEY (household_id, time, shard, position),
  KEY by_entry (shard, position, household_id)
) ENGINE=InnoDB;
