// What a device's script calls: the quick engine behind functions of C.
//
// One program and one household at a time; not thread safe. Arrays are little-
// endian words of 32 bits in the module's memory, where the caller makes room
// for them; nothing is kept of them but the program's address.
#pragma once

#include <stdint.h>

extern "C" {

/// Version of the programs it can read; `StandardProgram.engine_version`.
int32_t rasoat_version();

/// From now on households are scored under this program, which must stay where
/// it is. 0; 1: of another version; 2: not a program.
int32_t rasoat_use(const int32_t* program, int32_t words);

/// 1 if the program is in force on a day that exists, YYYYMMDD; else 0.
int32_t rasoat_in_force(int32_t date);

/// How a household came out: the first word of its result.
enum RasoatState {
  /// B1, B2, class (1 poor, 2 near-poor, 3 not poor) and the set of
  /// deprivations
  /// (bit i: the i-th) follow. Then for each indicator: points, 1 if
  /// suppressed,
  /// and what was found: 0 and the two halves of a number, or 1, how many
  /// options, the code of each, in the indicator's order. Then for each
  /// deprivation: how many members it is because of, and their numbers.
  kRasoatScored = 0,
  /// Faults follow, `Fault` of reading.h as seven words each, in the order of
  /// the readable engine; one may come several times.
  kRasoatRefused = 1,
  /// Nothing is wrong with what the program reads, and yet there is no class:
  /// the caller knows why (no members, no settlement), or the program is
  /// broken.
  kRasoatNothing = 2,
};

/// Scores a household (household.h has the words). Returns how many words its
/// result has; no more than `room` were written, so if it is more, make room
/// and call again. -1: not a household of this program.
int32_t rasoat_score(const int32_t* household, int32_t words, int32_t* result,
                     int32_t room);

/// The class of a household with declared totals: B1 and the number of
/// deprivations, which `b2` gets the points of.
int32_t rasoat_class_of(int32_t urban, int32_t b1, int32_t deprivations,
                        int32_t* b2);

}  // extern "C"
