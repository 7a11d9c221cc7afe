// What registryd is given: shipped data, keys and limits, read from its
// settings.
#pragma once

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/common/config/env.h"
#include "services/common/crypto/blind_index.h"
#include "services/common/crypto/key_ring.h"
#include "services/registry/domain/import_layout.h"
#include "services/registry/domain/person_rules.h"
#include "services/registry/load/duplicate_marks.h"
#include "services/registry/load/form_shelf.h"

namespace rasoat::registry {

/// The data shipped with the service, and the limits it is run with.
struct Shipped {
  FormShelf forms;
  PersonRules rules;
  ImportLayout lists;
  MarkedReasons reasons;
  /// An upload that is not finished is given up after this.
  absl::Duration upload_kept_for;

  /// Reads the folders REGISTRY_FORMS, REGISTRY_IDENTITY, REGISTRY_IMPORTS and
  /// REGISTRY_DUPLICATES, and REGISTRY_UPLOAD_KEPT_FOR.
  ///
  /// Errors: SETTING_MISSING, SETTING_WRONG; those of FormShelf::Read,
  /// ReadPersonRules, ReadImportLayout and ReadDuplicateMarks.
  static absl::StatusOr<Shipped> Read(const config::Env& env);
};

/// The keys of personal data: what is sealed at rest, what can be looked up.
struct Keys {
  crypto::KeyRing data;
  crypto::BlindIndex index;

  /// Reads REGISTRY_DATA_KEYS and REGISTRY_INDEX_KEY.
  /// Errors: SETTING_MISSING, DATA_KEYS_WRONG, INDEX_KEY_WRONG.
  static absl::StatusOr<Keys> Read(const config::Env& env);
};

/// What may be set otherwise.
struct Limits {
  /// How far a device's clock may be off before anybody is told.
  absl::Duration device_clock;
  /// From one scan of a commune for duplicates to the next.
  absl::Duration duplicate_scan;

  /// Reads REGISTRY_DEVICE_CLOCK_LIMIT and REGISTRY_DUPLICATE_SCAN_EVERY.
  /// Errors: SETTING_WRONG.
  static absl::StatusOr<Limits> Read(const config::Env& env);
};

}  // namespace rasoat::registry
