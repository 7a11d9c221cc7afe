-- Training classes. attendees counts the rows of attendance.
CREATE TABLE training_class (
  round VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  id VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  organizer VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  topic VARCHAR(200) NOT NULL,
  form VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  start_date DATE NOT NULL,
  end_date DATE NOT NULL,
  attendees INT NOT NULL,
  PRIMARY KEY (round, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
