/* jobs/worker: the role that works behind the counter: webhooks, photos, the outbox, timers. It never listens. */
#pragma once
#include "config/config.h"

/* Works until SIGTERM or SIGINT, then finishes what it holds. Gives the exit status. */
int worker_main(const struct config *config);
