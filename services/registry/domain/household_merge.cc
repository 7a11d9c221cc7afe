#include "services/registry/domain/household_merge.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"

namespace rasoat::registry {
namespace {

/// When two values of a field count as a conflict.
enum class Clashes {
  kChangedApart,  ///< When both sides changed them, to different values.
  kChanged,       ///< When either side changed them.
  kUnequal,       ///< When the sides differ, whatever was before.
};

using Members = std::vector<Member>;

const Member* Find(const Members& members, const std::string& id) {
  const auto found =
      std::find_if(members.begin(), members.end(),
                   [&](const Member& member) { return member.id == id; });
  return found == members.end() ? nullptr : &*found;
}

std::vector<std::string> IdsOf(const Members& members) {
  std::vector<std::string> ids;
  for (const Member& member : members) ids.push_back(member.id);
  return ids;
}

std::optional<Member> Copy(const Member* member) {
  if (member == nullptr) return std::nullopt;
  return *member;
}

/// Walks over the fields of both sides.
class Merger {
 public:
  Merger(Clashes clashes, std::vector<FieldConflict>& conflicts)
      : clashes_(clashes), conflicts_(conflicts) {}

  /// Puts into `merged`, which holds the server's value, what it comes to.
  /// `show` makes of a value what a conflict tells.
  template <class T, class Show>
  void Field(std::string path, const T& base, const T& server, const T& device,
             T& merged, Show show) {
    if (Clash(base == server, base == device, server == device)) {
      conflicts_.push_back({.field = std::move(path),
                            .base = show(base),
                            .server = show(server),
                            .device = show(device)});
    } else if (!(device == base)) {
      merged = device;
    }
  }

  template <class T>
  void Field(std::string path, const T& base, const T& server, const T& device,
             T& merged) {
    Field(std::move(path), base, server, device, merged,
          [](const T& value) -> FieldValue { return value; });
  }

  /// The member that comes of three, each of which may be missing; none if it
  /// is to be taken out.
  std::optional<Member> OneMember(const std::string& id, const Member* base,
                                  const Member* server, const Member* device) {
    const std::string path = absl::StrCat("members[", id, "]");
    if (base != nullptr && server != nullptr && device != nullptr) {
      return Fields(path, *base, *server, *device);
    }
    const auto same = [](const Member* a, const Member* b) {
      return a == nullptr || b == nullptr ? a == b : *a == *b;
    };
    const bool clash =
        Clash(same(base, server), same(base, device), same(server, device));
    if (clash) {
      conflicts_.push_back({.field = path,
                            .base_member = Copy(base),
                            .server_member = Copy(server),
                            .device_member = Copy(device)});
      return Copy(server);
    }
    return Copy(same(base, device) ? server : device);
  }

 private:
  /// Told which of base, server and device are equal.
  bool Clash(bool stayed_there, bool stayed_here, bool agree) const {
    switch (clashes_) {
      case Clashes::kChangedApart:
        return !stayed_there && !stayed_here && !agree;
      case Clashes::kChanged:
        return !stayed_there || !stayed_here;
      case Clashes::kUnequal:
        return !agree;
    }
    return false;
  }

  Member Fields(const std::string& path, const Member& base,
                const Member& server, const Member& device) {
    Member merged = server;
    const auto field = [&](absl::string_view name, auto Member::*value) {
      Field(absl::StrCat(path, ".", name), base.*value, server.*value,
            device.*value, merged.*value);
    };
    field("full_name", &Member::full_name);
    field("birth_date", &Member::birth_date);
    field("sex", &Member::sex);
    field("relation", &Member::relation);
    using Ethnic = std::pair<EthnicCodeSystem, std::string>;
    const auto ethnic = [](const Member& member) {
      return Ethnic(member.ethnic_code_system, member.ethnic_group);
    };
    Ethnic group = ethnic(merged);
    Field(absl::StrCat(path, ".ethnic_group"), ethnic(base), ethnic(server),
          ethnic(device), group,
          [](const Ethnic& one) -> FieldValue { return one.second; });
    merged.ethnic_code_system = group.first;
    merged.ethnic_group = std::move(group.second);
    using Identity = std::pair<IdentityKind, std::string>;
    const auto identity = [](const Member& member) {
      return Identity(member.identity_kind, member.identity_number);
    };
    Identity of_both = identity(merged);
    Field(absl::StrCat(path, ".identity_number"), identity(base),
          identity(server), identity(device), of_both,
          [](const Identity& one) -> FieldValue { return one.second; });
    merged.identity_kind = of_both.first;
    merged.identity_number = std::move(of_both.second);
    return merged;
  }

  const Clashes clashes_;
  std::vector<FieldConflict>& conflicts_;
};

/// The ids of all members of the three, in the order the merged ones stand in.
std::vector<std::string> Order(const Members& base, const Members& server,
                               const Members& device) {
  const bool untouched = IdsOf(server) == IdsOf(base);
  std::vector<std::string> order;
  absl::flat_hash_set<std::string> seen;
  const auto append = [&](const Members& members) {
    for (const Member& member : members) {
      if (seen.insert(member.id).second) order.push_back(member.id);
    }
  };
  append(untouched ? device : server);
  append(untouched ? server : device);
  append(base);
  return order;
}

Members MergeMembers(const Members& base, const Members& server,
                     const Members& device, Merger& merger) {
  Members merged;
  for (const std::string& id : Order(base, server, device)) {
    std::optional<Member> member = merger.OneMember(
        id, Find(base, id), Find(server, id), Find(device, id));
    if (member) merged.push_back(*std::move(member));
  }
  return merged;
}

Merged Walk(const Household& base, const Household& server,
            const HouseholdEdit& device, Clashes clashes) {
  Merged merged{.household = server};
  Merger merger(clashes, merged.conflicts);
  Household& next = merged.household;
  const Household& wanted = device.wanted;
  if (device.number) {
    merger.Field("number", base.number, server.number, wanted.number,
                 next.number);
  }
  if (device.address) {
    merger.Field("address", base.address, server.address, wanted.address,
                 next.address);
  }
  if (device.phone) {
    merger.Field("phone", base.phone, server.phone, wanted.phone, next.phone);
  }
  if (device.members) {
    next.members =
        MergeMembers(base.members, server.members, wanted.members, merger);
  }
  if (!merged.conflicts.empty()) merged.household = server;
  return merged;
}

}  // namespace

Merged Merge(const Household& base, const Household& server,
             const HouseholdEdit& device) {
  return Walk(base, server, device, Clashes::kChangedApart);
}

std::vector<FieldConflict> Changes(const Household& base,
                                   const Household& server,
                                   const HouseholdEdit& device) {
  return Walk(base, server, device, Clashes::kChanged).conflicts;
}

std::vector<FieldConflict> Differences(const Household& server,
                                       const HouseholdEdit& device) {
  return Walk(Household(), server, device, Clashes::kUnequal).conflicts;
}

}  // namespace rasoat::registry
