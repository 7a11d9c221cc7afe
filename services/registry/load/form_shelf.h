// The questionnaires the service was started with.
#pragma once

#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "rasoat/registry/v1/forms.pb.h"
#include "services/registry/domain/form.h"

namespace rasoat::registry {

/// Every form, as the domain uses it and as the API shows it. Immutable once
/// read, so it may be used from any thread.
class FormShelf {
 public:
  /// A form in both its shapes.
  struct Entry {
    Form form;
    v1::Form shown;
  };

  /// Reads every `*.txtpb` of a folder: a text-format rasoat.registry.v1.Form
  /// without `name` and `content_hash`. The file's name without its ending is
  /// the form's id; the hash is of the file's bytes.
  ///
  /// Errors, each naming the file and the fault:
  ///   FAILED_PRECONDITION  FORMS_MISSING  no such folder, or no form in it
  ///   FAILED_PRECONDITION  FORM_FAULTY    cannot be read, or see BuildForm
  static absl::StatusOr<FormShelf> Read(const std::string& directory);

  /// Adds one form from its text. Errors as Read.
  absl::Status Add(const std::string& id, absl::string_view text);

  /// The form, or null.
  const Entry* Find(const FormId& id) const;
  /// All of them, by id.
  const std::map<std::string, Entry>& entries() const { return entries_; }

 private:
  std::map<std::string, Entry> entries_;
};

}  // namespace rasoat::registry
