-- Requests that wait for a decision are listed without walking over the others.
ALTER TABLE erasure_request
  ADD KEY state (state, id);
