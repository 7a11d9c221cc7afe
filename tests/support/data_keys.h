// The keys of tests: fixed, and known to everybody.
#pragma once

#include "services/common/crypto/blind_index.h"
#include "services/common/crypto/key_ring.h"

namespace rasoat {

/// The settings, for a process under test.
inline constexpr char kOldDataKeys[] =
    "1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
inline constexpr char kDataKeys[] =
    "2:ZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXp7fH1+f4CBgoM=,"
    "1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
inline constexpr char kIndexKey[] =
    "yMnKy8zNzs/Q0dLT1NXW19jZ2tvc3d7f4OHi4+Tl5uc=";

/// A ring with key 2, which seals, and key 1.
inline crypto::KeyRing TestKeyRing() {
  return *crypto::KeyRing::Parse(kDataKeys);
}
/// The ring from before key 2 was made: key 1 only.
inline crypto::KeyRing OldTestKeyRing() {
  return *crypto::KeyRing::Parse(kOldDataKeys);
}
inline crypto::BlindIndex TestBlindIndex() {
  return *crypto::BlindIndex::Parse(kIndexKey);
}

}  // namespace rasoat
