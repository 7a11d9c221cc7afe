-- The device's time by our clock, where the device's clock was found wrong;
-- NULL: it was right, or nothing was known of it.
ALTER TABLE survey ADD COLUMN corrected_device_time DATETIME(6) NULL;
