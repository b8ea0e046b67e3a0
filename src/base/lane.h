/* base/lane: whose turn it is at a thing that has a name, among threads. Several requests may be about the same upload:
 * a phone that lost its signal goes on in a second one before the server has noticed that the first is dead. */
#pragma once
#include <pthread.h>

#include "base/base.h"

struct lane {
  str name;
  struct lane *next;
  size_t holders;
  pthread_mutex_t lock; /* held while bytes are written, flushed and committed */
  u64 turn;             /* under the lock: moves when somebody else goes on */
};

/* The lane of that name, the same one for all who hold it at the same time. NULL: out of memory. */
struct lane *lane_hold(str name);
/* The last holder lets it go. NULL is fine. */
void lane_release(struct lane *l);

/* Both return l. lane_try is for threads that must not wait: NULL when somebody is at it. */
struct lane *lane_enter(struct lane *l);
struct lane *lane_try(struct lane *l);
/* For CLEANUP: *l was entered, or is NULL. */
void lane_leave(struct lane **l);
