-- The end of each chain; locked while it grows. proof is that of its last
-- entry, seal proves that it is the end.
CREATE TABLE access_chain (
  shard SMALLINT NOT NULL PRIMARY KEY,
  position BIGINT NOT NULL,
  proof BINARY(32) NOT NULL,
  seal BINARY(32) NOT NULL
) ENGINE=InnoDB;
