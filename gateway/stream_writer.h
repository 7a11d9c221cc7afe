#pragma once

#include <string>

#include "gateway/transcoding/error_body.h"
#include "gateway/transcoding/route_table.h"
#include "google/protobuf/message.h"

namespace rasoat::gateway {

/// The text of a stream of responses, piece by piece.
///
/// As JSON lines: one message a line, and, should the call fail, a last line
/// with the error body. As server-sent events: `data` with the message, `id`
/// with its `position` field if it has one; comments as signs of life; at the
/// end an event `end`, or `error` with the error body.
class StreamWriter {
 public:
  enum class Form { kLines, kEvents };
  StreamWriter(const Route& route, Form form) : route_(route), form_(form) {}

  /// The media type.
  std::string ContentType() const;
  std::string Message(const google::protobuf::Message& message) const;
  /// Empty for lines, which have no comments.
  std::string Heartbeat() const;
  /// Empty for lines after success.
  std::string Last(const Failure& outcome) const;

 private:
  const Route& route_;
  Form form_;
};

/// Appends a response, or the part of it that the route's rule names.
void PrintResponse(const Route& route, const google::protobuf::Message& message,
                   std::string& out);

/// Lets a client resume: sets the request's `after_position`, if it has one,
/// to the id of the last event the client saw. False if that is no number.
bool ResumeAfter(const std::string& last_event_id,
                 google::protobuf::Message& request);

}  // namespace rasoat::gateway
