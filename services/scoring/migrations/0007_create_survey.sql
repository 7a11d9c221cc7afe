-- Surveys as the registry told them. `position` is the change's place in the
-- registry's feed: of a household's surveys in a round the highest is the
-- newest. `facts` is a rasoat.api.v1.HouseholdFacts.
CREATE TABLE survey (
  survey BINARY(16) NOT NULL,
  household BINARY(16) NOT NULL,
  round VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  village VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  position BIGINT NOT NULL,
  facts MEDIUMBLOB NOT NULL,
  PRIMARY KEY (survey),
  KEY survey_by_round (round, position)
) ENGINE=InnoDB;
