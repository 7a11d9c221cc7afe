-- What happened at an area itself, not below it: all that the feeds tell, also
-- of rounds not heard of yet (or of none: '').
CREATE TABLE own_figure (
  round   VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  area    VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  measure VARCHAR(80) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  day     DATE NOT NULL,
  source  VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,  -- the feed it comes from
  amount  BIGINT NOT NULL,
  PRIMARY KEY (round, area, measure, day),
  KEY by_source (source)
) ENGINE = InnoDB;
