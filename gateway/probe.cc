#include "gateway/probe.h"

#include <boost/asio/ip/tcp.hpp>
#include <chrono>

#include "absl/strings/match.h"
#include "services/common/status/error.h"

namespace rasoat::gateway {

absl::Status ProbeHealth(const std::string& listen) {
  const std::size_t colon = listen.rfind(':');
  std::string host = listen.substr(0, colon);
  if (host.empty() || host == "0.0.0.0" || host == "[::]") host = "127.0.0.1";
  const std::string port =
      colon == std::string::npos ? "" : listen.substr(colon + 1);

  std::string answer;
  boost::asio::ip::tcp::iostream http;
  http.expires_after(std::chrono::seconds(2));
  http.connect(host, port);
  http << "GET /healthz HTTP/1.1\r\nHost: gateway\r\nConnection: close\r\n\r\n"
       << std::flush;
  if (std::getline(http, answer) && absl::StartsWith(answer, "HTTP/1.1 200 ")) {
    return absl::OkStatus();
  }
  return Error(absl::StatusCode::kUnavailable, "UNHEALTHY",
               "the gateway at " + listen + " does not answer");
}

}  // namespace rasoat::gateway
