// Keys that are no secret.
#pragma once

#include "services/common/crypto/blind_index.h"
#include "services/common/crypto/key_ring.h"

namespace rasoat::registry {

/// A ring with the keys 2 (newest) and 1.
crypto::KeyRing SampleKeys();

/// An index under a key of its own.
crypto::BlindIndex SampleIndex();

}  // namespace rasoat::registry
