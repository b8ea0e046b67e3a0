#include <pthread.h>
#include <signal.h>

#include "base.h"

static sigset_t stop_signals(void) {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGINT);
  return set;
}

void stop_prepare(void) {
  sigset_t set = stop_signals();
  pthread_sigmask(SIG_BLOCK, &set, NULL);
  signal(SIGPIPE, SIG_IGN);
}

void stop_wait(void) {
  sigset_t set = stop_signals();
  int got;
  sigwait(&set, &got);
}
