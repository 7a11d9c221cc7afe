-- The place of the newest change. One row, whose lock orders all commits that
-- have something to tell. `stream` is always 0.
CREATE TABLE feed_head (
  stream TINYINT NOT NULL,
  position BIGINT NOT NULL,
  PRIMARY KEY (stream)
) ENGINE=InnoDB;

INSERT INTO feed_head (stream, position) VALUES (0, 0);
