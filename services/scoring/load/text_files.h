// Standards, and what forms ask, from files in text format.
#pragma once

#include <string>
#include <vector>

#include "rasoat/scoring/v1/standards.pb.h"
#include "services/scoring/domain/asked_questions.h"

namespace rasoat::scoring {

/// Reads every `*.txtpb` of `directory` as a standard of the file's name; none
/// if there is no such folder. Adds to `faults`, a line each with file, line
/// and column, what cannot be read, and points that give some columns and leave
/// out others: whether these were forgotten or are 0 nobody could tell later.
/// `points {}` is 0 in every column.
std::vector<v1::Standard> ReadStandardFiles(const std::string& directory,
                                            std::vector<std::string>& faults);

/// Reads every `*.txtpb` of `directory` as what the form of the file's name
/// asks; none if there is no such folder. Adds to `faults`, a line each, what
/// cannot be read and what ReadFormQuestions() finds.
KnownForms ReadFormFiles(const std::string& directory,
                         std::vector<std::string>& faults);

}  // namespace rasoat::scoring
