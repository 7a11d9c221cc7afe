-- How far each feed followed here is applied. Locked by every batch, so that
-- two leaders at once cannot apply one change twice. `generation` counts
-- rebuilds; `newest`, `applied_commit_time` and `heard_time` let replicas that
-- do not lead say how complete this service is.
CREATE TABLE follower_position (
  follower VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  generation BIGINT NOT NULL,
  position BIGINT NOT NULL,
  newest BIGINT NOT NULL,
  applied_commit_time DATETIME(6) NULL,
  heard_time DATETIME(6) NULL,
  PRIMARY KEY (follower)
) ENGINE=InnoDB;
