-- The tier of who holds: 2 commune, 3 district, 4 province, 5 administrator or
-- a command on the server. Of the holds there are it was not kept: only an
-- administrator releases them.
ALTER TABLE legal_hold
  ADD COLUMN holder_tier TINYINT NOT NULL DEFAULT 5;
