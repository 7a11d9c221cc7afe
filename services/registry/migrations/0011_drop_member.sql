-- The members are in the content of their household.
DROP TABLE member;
