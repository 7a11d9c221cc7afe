#include "tests/support/child_process.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <set>
#include <sstream>

namespace rasoat {
namespace {

std::vector<char*> Pointers(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  for (std::string& text : texts) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

/// The children that run, so that a program that ends in a hurry leaves none.
std::set<pid_t>& Running() {
  static auto& running = *[] {
    std::atexit([] {
      for (pid_t pid : Running()) kill(pid, SIGKILL);
    });
    return new std::set<pid_t>;
  }();
  return running;
}

}  // namespace

absl::Status ChildProcess::Start(std::vector<std::string> command,
                                 std::vector<std::string> settings,
                                 const std::string& log) {
  Kill();
  for (char** one = environ; *one != nullptr; ++one) settings.push_back(*one);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null",
                                   O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, log.c_str(),
                                   O_WRONLY | O_APPEND | O_CREAT, 0600);
  posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO);
  const int failed =
      posix_spawn(&pid_, command[0].c_str(), &actions, nullptr,
                  Pointers(command).data(), Pointers(settings).data());
  posix_spawn_file_actions_destroy(&actions);
  if (failed == 0) {
    Running().insert(pid_);
    return absl::OkStatus();
  }
  pid_ = -1;
  return absl::UnavailableError("cannot start " + command[0]);
}

void ChildProcess::Kill() {
  if (pid_ < 0) return;
  kill(pid_, SIGKILL);
  Join();
}

int ChildProcess::Join() {
  int status = 0;
  waitpid(pid_, &status, 0);
  Running().erase(pid_);
  pid_ = -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

bool ChildProcess::Alive() {
  if (pid_ >= 0 && waitpid(pid_, nullptr, WNOHANG) == pid_) {
    Running().erase(pid_);
    pid_ = -1;
  }
  return pid_ >= 0;
}

int FreePort() {
  const int fd = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in any{.sin_family = AF_INET,
                  .sin_addr = {.s_addr = htonl(INADDR_LOOPBACK)}};
  socklen_t size = sizeof any;
  auto* address = reinterpret_cast<sockaddr*>(&any);
  if (bind(fd, address, size) != 0 || getsockname(fd, address, &size) != 0) {
    std::abort();
  }
  close(fd);
  return ntohs(any.sin_port);
}

std::string EndOf(const std::string& file) {
  std::ifstream in(file);
  std::stringstream text;
  text << in.rdbuf();
  const std::string all = text.str();
  return all.size() > 1000 ? all.substr(all.size() - 1000) : all;
}

}  // namespace rasoat
