#include "services/common/access/personal.h"

#include <google/protobuf/descriptor.pb.h>
#include <google/protobuf/dynamic_message.h>
#include <google/protobuf/field_mask.pb.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "tests/support/status_matchers.h"

namespace rasoat::access {
namespace {

using google::protobuf::Message;

/// A person, a house of them, and requests about it; `option` is the text of
/// the rule of Person.number.
class PersonalFieldsTest : public testing::Test {
 protected:
  void SetUp() override {
    built_ = Build(
        "mask: MASK_LAST_FOUR whole_for: ROLE_REVIEWER whole_for: "
        "ROLE_COMMUNE_OFFICER");
    ASSERT_NE(built_, nullptr);
  }

  const google::protobuf::FileDescriptor* Build(const std::string& option) {
    api::v1::Personal::descriptor();
    google::protobuf::FieldMask::descriptor();
    const std::string name = absl::StrCat("t", ++count_);
    const auto field = [&](const char* field, int number,
                           const std::string& rest) {
      return absl::StrCat("field { name: '", field, "' number: ", number, " ",
                          rest, " } ");
    };
    const auto holds = [&](const char* type, bool many = false) {
      return absl::StrCat("label: LABEL_", many ? "REPEATED" : "OPTIONAL",
                          " type: TYPE_MESSAGE type_name: '", type, "'");
    };
    const auto rule = [](const std::string& text) {
      return absl::StrCat(" options { [rasoat.api.v1.personal] { ", text,
                          " } }");
    };
    const std::string text = "label: LABEL_OPTIONAL type: TYPE_STRING";
    const std::string whole = "mask: MASK_WHOLE whole_for: ROLE_REVIEWER";
    const std::string file = absl::StrCat(
        "name: '", name, ".proto' package: '", name, "' syntax: 'proto3' ",
        "dependency: 'rasoat/api/v1/personal.proto' ",
        "dependency: 'google/protobuf/field_mask.proto' ",
        "message_type { name: 'Person' ", field("name", 1, text),
        field("number", 2, text + rule(option)),
        field("others", 3,
              "label: LABEL_REPEATED type: TYPE_STRING" + rule(whole)),
        field("weight", 4,
              "label: LABEL_OPTIONAL type: TYPE_INT32" +
                  rule("mask: MASK_ABSENT whole_for: ROLE_REVIEWER")),
        "} message_type { name: 'House' ",
        field("address", 1, text + rule(whole)),
        field("people", 2, holds("Person", true)),
        field("owner", 3, holds("Person")), field("next", 4, holds("House")),
        "} message_type { name: 'Update' ", field("house", 1, holds("House")),
        field("update_mask", 2, holds(".google.protobuf.FieldMask")),
        "} message_type { name: 'Loop' ", field("loop", 1, holds("Loop")),
        field("text", 2, text), "}");
    google::protobuf::FileDescriptorProto proto;
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(file, &proto))
        << file;
    return pool_.BuildFile(proto);
  }

  const google::protobuf::Descriptor& Type(const char* name) {
    return *built_->FindMessageTypeByName(name);
  }
  std::unique_ptr<Message> Make(const char* type, const std::string& text) {
    std::unique_ptr<Message> message(factory_.GetPrototype(&Type(type))->New());
    EXPECT_TRUE(
        google::protobuf::TextFormat::ParseFromString(text, message.get()));
    return message;
  }
  std::string Shown(const Reach& reach, const char* type,
                    const std::string& text) {
    std::unique_ptr<Message> message = Make(type, text);
    auto fields = PersonalFields::Of(Type(type));
    EXPECT_OK(fields);
    (*fields)->Hide(reach, *message);
    return message->ShortDebugString();
  }
  std::string MaskedIn(const std::string& text) {
    auto fields = PersonalFields::Of(Type("Update"));
    EXPECT_OK(fields);
    return (*fields)->FindMasked(*Make("Update", text)).value_or("none");
  }

  int count_ = 0;
  google::protobuf::DescriptorPool pool_{
      google::protobuf::DescriptorPool::generated_pool()};
  google::protobuf::DynamicMessageFactory factory_{&pool_};
  const google::protobuf::FileDescriptor* built_ = nullptr;
};

const Grant kReviewer{api::v1::ROLE_REVIEWER, "07207001"};
const Grant kOfficer{api::v1::ROLE_COMMUNE_OFFICER, "07207"};
const Grant kProvince{api::v1::ROLE_PROVINCE_OFFICER, "24"};

TEST(MaskedTest, ShowsTheLastFourOfALongNumberOnly) {
  const auto last = [](absl::string_view text) {
    return Masked(api::v1::MASK_LAST_FOUR, text);
  };
  EXPECT_EQ(last("024499001234"), "********1234");
  EXPECT_EQ(last("121234567"), "*****4567");
  EXPECT_EQ(last("12345678"), "********");
  EXPECT_EQ(last("1"), "********");
  EXPECT_EQ(last(""), "");
  EXPECT_EQ(last("ngõ 12 Đường Láng"), "*************Láng");
  EXPECT_EQ(Masked(api::v1::MASK_WHOLE, "ngõ 12"), "********");
  EXPECT_EQ(Masked(api::v1::MASK_WHOLE, ""), "");
  EXPECT_EQ(Masked(api::v1::MASK_ABSENT, "x"), "");
}

TEST(MaskedTest, KnowsItsOwnWork) {
  for (const char* text : {"024499001234", "121234567", "1", "0912345678"}) {
    EXPECT_TRUE(LooksMasked(Masked(api::v1::MASK_LAST_FOUR, text))) << text;
    EXPECT_FALSE(LooksMasked(text));
  }
  EXPECT_FALSE(LooksMasked("nhà *** sau chợ"));
}

TEST_F(PersonalFieldsTest, HidesAtEveryDepthWhatTheRoleDoesNotSee) {
  const std::string house =
      "address: 'ngõ 12' people { name: 'An' number: '024499001234' others: "
      "'x' others: 'y' weight: 50 } people { name: 'Ba' } owner { number: "
      "'024499004321' } next { address: 'ngõ 13' }";
  EXPECT_EQ(Shown({{kReviewer}}, "House", house),
            Make("House", house)->ShortDebugString());
  EXPECT_EQ(
      Shown({{kProvince}}, "House", house),
      Make("House",
           "address: '********' people { name: 'An' number: '********1234' "
           "others: '********' others: '********' } people { name: 'Ba' } "
           "owner { number: '********4321' } next { address: '********' }")
          ->ShortDebugString());
  // Each field by its own list of roles.
  EXPECT_EQ(
      Shown({{kOfficer}}, "House",
            "address: 'a' owner { number: '024499001234' }"),
      Make("House", "address: '********' owner { number: '024499001234' }")
          ->ShortDebugString());
}

TEST_F(PersonalFieldsTest, OneGrantThatReachesAllIsEnoughOthersMustAgree) {
  const std::string person = "number: '024499001234'";
  const std::string masked =
      Make("Person", "number: '********1234'")->ShortDebugString();
  const std::string whole = Make("Person", person)->ShortDebugString();
  EXPECT_EQ(Shown({{kProvince, kOfficer}, true}, "Person", person), whole);
  EXPECT_EQ(Shown({{kProvince, kOfficer}, false}, "Person", person), masked);
  EXPECT_EQ(Shown({{kReviewer, kOfficer}, false}, "Person", person), whole);
  EXPECT_EQ(Shown({}, "Person", person), masked);
  EXPECT_EQ(Shown({{}, false}, "Person", person), masked);
}

TEST_F(PersonalFieldsTest, ATypeWithoutPersonalFieldsCostsNothing) {
  ASSERT_OK_AND_ASSIGN(const auto fields, PersonalFields::Of(Type("Loop")));
  EXPECT_EQ(fields, nullptr);
  ASSERT_OK_AND_ASSIGN(
      const auto mask,
      PersonalFields::Of(*google::protobuf::FieldMask::descriptor()));
  EXPECT_EQ(mask, nullptr);
}

TEST_F(PersonalFieldsTest, FindsAMaskedValueThatComesBack) {
  EXPECT_EQ(MaskedIn("house { address: 'ngõ 12' people { number: '1' } }"),
            "none");
  EXPECT_EQ(MaskedIn("house { address: '********' }"), "house.address");
  EXPECT_EQ(MaskedIn("house { people { number: '1' } people { number: "
                     "'********1234' } }"),
            "house.people[1].number");
  EXPECT_EQ(MaskedIn("house { owner { others: 'x' others: '********' } }"),
            "house.owner.others[1]");
}

TEST_F(PersonalFieldsTest, LooksOnlyAtWhatAnUpdateNames) {
  const std::string house =
      "house { address: '********' people { number: '********1234' } } ";
  EXPECT_EQ(MaskedIn(house + "update_mask {}"), "house.address");
  EXPECT_EQ(MaskedIn(house + "update_mask { paths: 'number' }"), "none");
  EXPECT_EQ(MaskedIn(house + "update_mask { paths: 'people' }"),
            "house.people[0].number");
  EXPECT_EQ(MaskedIn(house + "update_mask { paths: 'people.number' }"),
            "house.people[0].number");
  EXPECT_EQ(MaskedIn(house + "update_mask { paths: 'peopl' }"), "none");
  EXPECT_EQ(MaskedIn(house + "update_mask { paths: '*' }"), "house.address");
}

TEST_F(PersonalFieldsTest, RefusesRulesThatCannotBeKept) {
  for (const char* option :
       {"whole_for: ROLE_REVIEWER", "mask: MASK_UNSPECIFIED",
        "mask: MASK_WHOLE whole_for: ROLE_UNSPECIFIED"}) {
    built_ = Build(option);
    ASSERT_NE(built_, nullptr);
    const absl::Status status = PersonalFields::Of(Type("House")).status();
    EXPECT_THAT(status, StatusIs(absl::StatusCode::kFailedPrecondition,
                                 "PERSONAL_RULE_WRONG"));
    EXPECT_NE(status.message().find("Person.number"), std::string::npos);
  }
}

}  // namespace
}  // namespace rasoat::access
