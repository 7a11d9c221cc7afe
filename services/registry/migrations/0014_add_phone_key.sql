-- Households are found by their telephone number.
ALTER TABLE household
  ADD KEY phone (phone_index);
