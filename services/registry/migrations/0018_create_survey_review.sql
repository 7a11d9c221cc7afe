-- Every act of a supervisor on a survey: revision is the survey's after it.
-- comments are what was said, packed and sealed under key_id. A request_id is
-- one act of its survey; NULL: the client gave none.
CREATE TABLE survey_review (
  survey_id BINARY(16) NOT NULL,
  revision INT NOT NULL,
  act TINYINT NOT NULL,
  request_id BINARY(16) NULL,
  supervisor VARCHAR(100) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  review_time DATETIME(6) NOT NULL,
  key_id INT NOT NULL,
  comments MEDIUMBLOB NOT NULL,
  PRIMARY KEY (survey_id, revision),
  UNIQUE KEY survey_request (survey_id, request_id)
) ENGINE=InnoDB;
