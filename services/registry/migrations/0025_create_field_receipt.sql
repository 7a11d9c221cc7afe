-- What became of every item that a device sent, so that a repeat is told the
-- same. print is of the item's content: another content under the same id is
-- another item's mistake. revision is the household's, after the item or, with
-- a conflict, of the state in its way; survey_id likewise. refusal is what was
-- wrong, packed; it holds nothing personal. device_time is the device's own,
-- corrected_time the same by our clock, as far as that can be known.
CREATE TABLE field_receipt (
  item_id BINARY(16) NOT NULL,
  print BINARY(32) NOT NULL,
  outcome TINYINT NOT NULL,
  household_id BINARY(16) NULL,
  revision BIGINT NOT NULL,
  survey_id BINARY(16) NULL,
  refusal BLOB NULL,
  device_id BINARY(16) NOT NULL,
  sequence BIGINT NOT NULL,
  device_time DATETIME(6) NULL,
  corrected_time DATETIME(6) NULL,
  clock_offset_ms BIGINT NOT NULL,
  clock_wrong TINYINT NOT NULL,
  clock_jumped TINYINT NOT NULL,
  reviewer VARCHAR(100) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  receive_time DATETIME(6) NOT NULL,
  PRIMARY KEY (item_id)
) ENGINE=InnoDB;
