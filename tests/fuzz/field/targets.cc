#include "tests/fuzz/field/targets.h"

#include <google/protobuf/io/tokenizer.h>
#include <google/protobuf/text_format.h>

#include <cstdlib>
#include <set>
#include <string>
#include <utility>

#include "services/registry/domain/refusals.h"
#include "services/registry/rpc/field_proto.h"
#include "tests/support/registry/field_desk.h"

namespace rasoat::registry {
namespace {

void Must(bool so) {
  if (!so) std::abort();
}

/// Faults of the text are of no interest.
class Silent final : public google::protobuf::io::ErrorCollector {
 public:
  void AddError(int, google::protobuf::io::ColumnNumber,
                const std::string&) override {}
};

/// A register that one household was entered into by an officer.
class Desk : public FieldDesk {
 public:
  Desk() {
    Must(ImportSamples().ok());
    Must(Register(1).ok());
  }

  v1::SubmitFieldWorkResponse Submit(const v1::SubmitFieldWorkRequest& request,
                                     FieldBatch batch) {
    const absl::StatusOr<FieldOutcome> outcome = field_intake_.Submit(
        std::move(batch),
        {.reviewer = "staff/a", .now = clock_.Now(), .deadline = kNever});
    Must(outcome.ok());
    return ToProto(request, *outcome, clock_.Now());
  }

  /// No member is in two places under one citizen id.
  void CheckPeople() {
    std::set<std::string> numbers;
    for (const Household& household : store_.All()) {
      for (const Member& member : household.members) {
        if (member.identity_kind != IdentityKind::kCitizenId) continue;
        Must(numbers.insert(member.identity_number).second);
      }
    }
  }
};

void CheckReceipt(const v1::FieldReceipt& receipt) {
  Must(receipt.outcome() != v1::ITEM_OUTCOME_UNSPECIFIED);
  Must((receipt.outcome() == v1::ITEM_OUTCOME_INVALID) <=
       !receipt.error().reason().empty());
  for (const v1::FieldFault& fault : receipt.error().faults()) {
    Must(!fault.rule().empty());
    Must(!fault.message_vi().empty() && !fault.message_en().empty());
  }
}

}  // namespace

void FuzzFieldBatch(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  google::protobuf::TextFormat::Parser parser;
  Silent silent;
  parser.RecordErrorsTo(&silent);
  v1::SubmitFieldWorkRequest request;
  if (!parser.ParseFromString(text, &request)) return;
  Desk desk;
  const auto read = [&] {
    return FromProto(request, "staff/a", [](const google::protobuf::Message&) {
      return absl::OkStatus();
    });
  };
  absl::StatusOr<FieldBatch> batch = read();
  if (!batch.ok()) {
    Must(!ViolationsOf(batch.status()).empty());
    return;
  }
  const v1::SubmitFieldWorkResponse first =
      desk.Submit(request, *std::move(batch));
  Must(first.receipts_size() == request.items_size());
  desk.CheckPeople();
  for (int again = 0; again < 2; ++again) {
    const v1::SubmitFieldWorkResponse told = desk.Submit(request, *read());
    for (int i = 0; i < told.receipts_size(); ++i) {
      CheckReceipt(told.receipts(i));
      if (!first.receipts(i).final()) continue;
      Must(told.receipts(i).SerializeAsString() ==
           first.receipts(i).SerializeAsString());
    }
    desk.CheckPeople();
  }
}

}  // namespace rasoat::registry
