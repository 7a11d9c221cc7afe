-- Every content once: the upload whose chunks hold it. The lock of its row
-- orders those who finish and those who remove the same content.
CREATE TABLE attachment_content (
  content_hash BINARY(32) NOT NULL,
  upload_id BINARY(16) NOT NULL,
  PRIMARY KEY (content_hash)
) ENGINE=InnoDB;
