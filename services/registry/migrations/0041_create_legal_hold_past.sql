-- Holds that were released, or got another reason or holder: as they were, with
-- who ended them, when and why. end_reason is empty where another hold took the
-- place. Only added to.
CREATE TABLE legal_hold_past (
  id BIGINT NOT NULL AUTO_INCREMENT,
  household_id BINARY(16) NOT NULL,
  reason VARCHAR(400) NOT NULL,
  holder VARCHAR(100) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  holder_tier TINYINT NOT NULL,
  hold_time DATETIME(6) NOT NULL,
  end_actor VARCHAR(100) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  end_reason VARCHAR(400) NOT NULL,
  end_time DATETIME(6) NOT NULL,
  PRIMARY KEY (id),
  KEY household (household_id, id)
) ENGINE=InnoDB;
