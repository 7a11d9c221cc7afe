-- One row whose lock lets one follower at a time change the two counts, since
-- both followers' changes meet in village_assessed.
CREATE TABLE count_lock (
  id TINYINT NOT NULL,
  PRIMARY KEY (id)
) ENGINE=InnoDB;

INSERT INTO count_lock (id) VALUES (0);
