// SPDX-License-Identifier: MIT
#pragma once

/// \file base/ends_program.hpp
/// Checks whether an operation ends the program. The check needs a child process, so it exists on
/// Unix only.

#if defined(__unix__)

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>

#define INVITO_CAN_END_PROGRAM 1

/// Whether `operation` ends the program by `std::abort`. Runs it in a child process; a child that
/// survives exits without flushing the streams that it shares with the parent.
template <class Operation>
bool ends_program(Operation operation) {
  const pid_t child = fork();
  if (child == 0) {
    std::signal(SIGABRT, SIG_DFL);  // removes the handler of the test framework
    operation();
    std::_Exit(0);
  }
  int status = 0;
  return child > 0 && waitpid(child, &status, 0) == child && WIFSIGNALED(status) &&
         WTERMSIG(status) == SIGABRT;
}

#endif
