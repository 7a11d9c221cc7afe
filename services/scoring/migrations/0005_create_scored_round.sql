-- A round scoring has heard of, from a survey or from its standards. Its lock
-- orders the follower, which assesses what arrives, and the call that assigns
-- standards, which assesses what arrived before. `assigned` and `training` say
-- what the call said; `caught_up` that nothing that came before it is left.
CREATE TABLE scored_round (
  round VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  assigned BOOLEAN NOT NULL DEFAULT FALSE,
  training BOOLEAN NOT NULL DEFAULT FALSE,
  caught_up BOOLEAN NOT NULL DEFAULT FALSE,
  PRIMARY KEY (round)
) ENGINE=InnoDB;
