-- The bytes of uploads, sealed under key_id: size bytes from position on.
CREATE TABLE attachment_chunk (
  upload_id BINARY(16) NOT NULL,
  position INT NOT NULL,
  size INT NOT NULL,
  key_id INT NOT NULL,
  sealed MEDIUMBLOB NOT NULL,
  PRIMARY KEY (upload_id, position)
) ENGINE=InnoDB;
