#include "services/workflow/domain/village.h"

#include <cstdint>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"
#include "services/workflow/domain/names.h"

namespace rasoat::workflow {
namespace {

/// Where one step stands.
enum Phase {
  kWaiting,   // the step before is not complete
  kReady,     // it is, and this one has not begun
  kRunning,   // begun, not complete
  kComplete,  // done
};

/// What becomes of a move.
enum class Verdict {
  kAct,         // make it, if dates and guards allow
  kRepeat,      // it was made: nothing to do if it was the same, else refuse
  kOutOfOrder,  // refuse
  kNotStarted,  // refuse
};

/// The transition table: phase of the step × kind of move.
constexpr Verdict kVerdicts[4][2] = {
    //  kStart                  kComplete
    {Verdict::kOutOfOrder, Verdict::kOutOfOrder},  // kWaiting
    {Verdict::kAct, Verdict::kNotStarted},         // kReady
    {Verdict::kRepeat, Verdict::kAct},             // kRunning
    {Verdict::kRepeat, Verdict::kRepeat},          // kComplete
};

Phase PhaseOf(const Standing& now, int step) {
  const StepDays& days = now.steps[step - 1];
  if (days.complete) return kComplete;
  if (days.start) return kRunning;
  return step == 1 || now.steps[step - 2].complete ? kReady : kWaiting;
}

absl::Status NotNow(std::string field, std::string rule, std::string vi,
                    std::string en) {
  return Refused(
      absl::StatusCode::kFailedPrecondition,
      {std::move(field), std::move(rule), std::move(vi), std::move(en)});
}

absl::Status MeetingWrong(std::string field, std::string vi, std::string en) {
  return Invalid(Violation{std::move(field), "MEETING_WRONG", std::move(vi),
                           std::move(en)});
}

absl::Status CheckDate(absl::CivilDay date, const Surroundings& around) {
  if (date > around.today) {
    return Invalid(
        Violation{"date", "DATE_IN_FUTURE",
                  absl::StrCat("Ngày ", DayTextVi(date),
                               " chưa tới; hãy ghi ngày đã thực hiện."),
                  absl::StrCat(DayText(date),
                               " is still to come; give the day on which "
                               "it was done.")});
  }
  if (date < around.round_start || date > around.round_end) {
    return Invalid(Violation{
        "date", "DATE_OUTSIDE_ROUND",
        absl::StrCat("Ngày ", DayTextVi(date),
                     " nằm ngoài đợt rà soát; hãy ghi "
                     "ngày từ ",
                     DayTextVi(around.round_start), " đến ",
                     DayTextVi(around.round_end), "."),
        absl::StrCat(DayText(date), " is outside the round; give a day from ",
                     DayText(around.round_start), " to ",
                     DayText(around.round_end), ".")});
  }
  return absl::OkStatus();
}

absl::Status OutOfOrder(const Standing& now, int step) {
  int open = 1;
  while (now.steps[open - 1].complete) ++open;
  return NotNow(
      "step", "STEP_OUT_OF_ORDER",
      absl::StrCat("Bước ", open, " chưa hoàn thành; hãy hoàn thành bước ",
                   open, " trước bước ", step, "."),
      absl::StrCat("Step ", open, " is not complete; complete step ", open,
                   " before step ", step, "."));
}

/// The move was made before: `now` if it was this very one.
absl::StatusOr<Standing> Repeated(const Move& move, const Standing& now,
                                  const Step& step) {
  const StepDays& days = now.steps[move.step - 1];
  if (move.kind == Move::Kind::kStart) {
    if (days.start == move.date) return now;
    return NotNow(
        "date", "STEP_ALREADY_STARTED",
        absl::StrCat("Bước ", move.step, " đã bắt đầu ngày ",
                     DayTextVi(*days.start), "; không ghi lại ngày khác."),
        absl::StrCat("Step ", move.step, " has begun on ", DayText(*days.start),
                     "; it cannot begin on another day."));
  }
  const bool same_meeting =
      !step.Asks(StepGuard::kMeetingAgreed) || move.meeting == now.meeting;
  if (days.complete == move.date && same_meeting) return now;
  return NotNow("date", "STEP_ALREADY_COMPLETE",
                absl::StrCat("Bước ", move.step, " đã hoàn thành ngày ",
                             DayTextVi(*days.complete),
                             "; hãy tải lại trạng thái của thôn."),
                absl::StrCat("Step ", move.step, " was completed on ",
                             DayText(*days.complete),
                             ", with what was recorded then; "
                             "read the village again."));
}

absl::Status CheckAssessed(const Surroundings& around) {
  if (around.households > 0 && around.assessed >= around.households) {
    return absl::OkStatus();
  }
  if (around.households == 0) {
    return NotNow("step", "HOUSEHOLDS_NOT_ASSESSED",
                  "Thôn chưa có hộ nào trong sổ đăng ký; hãy đăng ký và chấm "
                  "điểm các hộ trước.",
                  "No household of the village is in the register; register "
                  "and assess them first.");
  }
  const int missing = around.households - around.assessed;
  return NotNow(
      "step", "HOUSEHOLDS_NOT_ASSESSED",
      absl::StrCat("Còn ", missing, " trong ", around.households,
                   " hộ của thôn chưa được chấm điểm; hãy gửi phiếu của các hộ "
                   "đó trước."),
      absl::StrCat(missing, " of the village's ", around.households,
                   " households are not assessed; submit their surveys "
                   "first."));
}

absl::Status CheckMeeting(const Step& step, const StepDays& days,
                          const Move& move) {
  if (!move.meeting) {
    return NotNow("meeting", "MEETING_MISSING",
                  "Bước này cần kết quả họp dân; hãy ghi ngày họp, số người dự "
                  "và số người đồng ý.",
                  "This step needs a village meeting; give its day, who "
                  "attended and who agreed.");
  }
  const Meeting& meeting = *move.meeting;
  if (meeting.attended < 1 || meeting.attended > Meeting::kMostAttendants) {
    return MeetingWrong("meeting.attended",
                        absl::StrCat("Số người dự họp phải từ 1 đến ",
                                     Meeting::kMostAttendants, "."),
                        absl::StrCat("The number who attended must be 1 to ",
                                     Meeting::kMostAttendants, "."));
  }
  if (meeting.agreed < 0 || meeting.agreed > meeting.attended) {
    return MeetingWrong(
        "meeting.agreed",
        absl::StrCat("Số người đồng ý phải từ 0 đến ", meeting.attended,
                     ", là số người dự."),
        absl::StrCat("The number who agreed must be 0 to ", meeting.attended,
                     ", the number who attended."));
  }
  if (meeting.date < *days.start || meeting.date > move.date) {
    return MeetingWrong(
        "meeting.date",
        absl::StrCat("Ngày họp phải từ ngày bắt đầu bước (",
                     DayTextVi(*days.start), ") đến ngày hoàn thành (",
                     DayTextVi(move.date), ")."),
        absl::StrCat("The meeting must be held between the step's start (",
                     DayText(*days.start), ") and its completion (",
                     DayText(move.date), ")."));
  }
  if (std::int64_t{meeting.agreed} * 100 <
      std::int64_t{meeting.attended} * step.agreement_percent) {
    return NotNow(
        "meeting.agreed", "MEETING_NOT_AGREED",
        absl::StrCat("Chỉ ", meeting.agreed, " trong ", meeting.attended,
                     " người dự đồng ý, cần ít nhất ", step.agreement_percent,
                     "%; hãy rà soát lại rồi họp lần nữa."),
        absl::StrCat("Only ", meeting.agreed, " of ", meeting.attended,
                     " attending agreed, at least ", step.agreement_percent,
                     " % must; review again, then hold another meeting."));
  }
  return absl::OkStatus();
}

absl::Status CheckGuards(const Step& step, const StepDays& days,
                         const Move& move, const Surroundings& around) {
  if (move.meeting && !step.Asks(StepGuard::kMeetingAgreed)) {
    return Invalid(Violation{"meeting", "MEETING_NOT_ASKED",
                             "Bước này không có họp dân; hãy bỏ phần cuộc họp.",
                             "This step has no village meeting; leave the "
                             "meeting out."});
  }
  for (StepGuard guard : step.guards) {
    switch (guard) {
      case StepGuard::kHouseholdsAssessed:
        RASOAT_RETURN_IF_ERROR(CheckAssessed(around));
        break;
      case StepGuard::kMeetingAgreed:
        RASOAT_RETURN_IF_ERROR(CheckMeeting(step, days, move));
        break;
    }
  }
  return absl::OkStatus();
}

absl::Status TooEarly(absl::CivilDay date, absl::CivilDay earliest) {
  return NotNow(
      "date", "DATE_BEFORE_PREVIOUS_STEP",
      absl::StrCat("Ngày ", DayTextVi(date),
                   " sớm hơn bước trước; hãy ghi từ ngày ", DayTextVi(earliest),
                   " trở đi."),
      absl::StrCat(DayText(date), " is before the step before was done; give ",
                   DayText(earliest), " or later."));
}

}  // namespace

Standing AtTheStart(const Procedure& procedure, absl::CivilDay round_start) {
  Standing standing;
  standing.steps.resize(procedure.steps.size());
  if (procedure.steps.front().starts_by_itself) {
    standing.steps.front().start = round_start;
  }
  return standing;
}

absl::StatusOr<Standing> After(const Move& move, const Standing& now,
                               const Procedure& procedure,
                               const Surroundings& around) {
  const int last = static_cast<int>(procedure.steps.size());
  if (move.step < 1 || move.step > last) {
    return Invalid(Violation{
        "step", "STEP_UNKNOWN",
        absl::StrCat("Quy trình không có bước này; hãy chọn bước từ 1 đến ",
                     last, "."),
        absl::StrCat("The procedure has no such step; give one from 1 to ",
                     last, ".")});
  }
  RASOAT_RETURN_IF_ERROR(CheckDate(move.date, around));
  const Step& step = procedure.steps[move.step - 1];
  switch (kVerdicts[PhaseOf(now, move.step)][static_cast<int>(move.kind)]) {
    case Verdict::kOutOfOrder:
      return OutOfOrder(now, move.step);
    case Verdict::kNotStarted:
      return NotNow(
          "step", "STEP_NOT_STARTED",
          absl::StrCat("Bước ", move.step,
                       " chưa bắt đầu; hãy bắt đầu bước này trước."),
          absl::StrCat("Step ", move.step, " has not begun; start it first."));
    case Verdict::kRepeat:
      return Repeated(move, now, step);
    case Verdict::kAct:
      break;
  }

  Standing next = now;
  StepDays& days = next.steps[move.step - 1];
  if (move.kind == Move::Kind::kStart) {
    if (move.step > 1 && move.date < *now.steps[move.step - 2].complete) {
      return TooEarly(move.date, *now.steps[move.step - 2].complete);
    }
    days.start = move.date;
    return next;
  }
  if (move.date < *days.start) return TooEarly(move.date, *days.start);
  RASOAT_RETURN_IF_ERROR(CheckGuards(step, days, move, around));
  days.complete = move.date;
  if (step.Asks(StepGuard::kMeetingAgreed)) next.meeting = move.meeting;
  if (move.step < last && procedure.steps[move.step].starts_by_itself) {
    next.steps[move.step].start = move.date;
  }
  return next;
}

}  // namespace rasoat::workflow
