-- active is 0 once the household has left the register: it has no result then,
-- whatever its surveys say. Events of a household touch all its rounds.
ALTER TABLE newest_survey
  ADD COLUMN active TINYINT NOT NULL DEFAULT 1,
  ADD KEY newest_by_household (household);
