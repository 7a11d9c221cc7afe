-- The receipts of a household are found when it is erased: a print of an item
-- could be tried against guesses.
ALTER TABLE field_receipt
  ADD KEY household (household_id, revision);
