-- Which replica follows, and until when, by the database's own UTC clock.
CREATE TABLE follower_lease (
  follower VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  holder VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  held_until DATETIME(6) NOT NULL,
  PRIMARY KEY (follower)
) ENGINE=InnoDB;
