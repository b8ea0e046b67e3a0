/* The driver of a thread that hashes beside the one that seals. */
#include "scans/beside.h"

#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

#define STACK_BYTES (128u << 10)

struct beside {
  pthread_t thread;
  atomic_bool taken;
  pthread_mutex_t lock;
  pthread_cond_t changed;
  EVP_MD_CTX *hash; /* with `piece`: what is to be done; NULL = nothing */
  str piece;
  bool stop;
};

static void *beside_main(void *self) {
  struct beside *b = self;
  pthread_mutex_lock(&b->lock);
  for (;;) {
    while (!b->hash && !b->stop) pthread_cond_wait(&b->changed, &b->lock);
    if (!b->hash) break;
    pthread_mutex_unlock(&b->lock);
    EVP_DigestUpdate(b->hash, b->piece.p, b->piece.n);
    pthread_mutex_lock(&b->lock);
    b->hash = NULL;
    pthread_cond_signal(&b->changed);
  }
  pthread_mutex_unlock(&b->lock);
  return NULL;
}

struct beside *beside_new(void) {
  if (sysconf(_SC_NPROCESSORS_ONLN) < 2) return NULL;
  struct beside *b = calloc(1, sizeof *b);
  pthread_attr_t small;
  if (!b || pthread_attr_init(&small) != 0) {
    free(b);
    return NULL;
  }
  pthread_attr_setstacksize(&small, STACK_BYTES);
  pthread_mutex_init(&b->lock, NULL);
  pthread_cond_init(&b->changed, NULL);
  bool runs = pthread_create(&b->thread, &small, beside_main, b) == 0;
  pthread_attr_destroy(&small);
  if (runs) return b;
  free(b);
  return NULL;
}

void beside_free(struct beside *b) {
  if (!b) return;
  pthread_mutex_lock(&b->lock);
  b->stop = true;
  pthread_cond_broadcast(&b->changed);
  pthread_mutex_unlock(&b->lock);
  pthread_join(b->thread, NULL);
  pthread_mutex_destroy(&b->lock);
  pthread_cond_destroy(&b->changed);
  free(b);
}

bool beside_hash(struct beside *b, EVP_MD_CTX *hash, str piece) {
  if (!b || atomic_exchange(&b->taken, true)) {
    EVP_DigestUpdate(hash, piece.p, piece.n);
    return false;
  }
  pthread_mutex_lock(&b->lock);
  b->hash = hash;
  b->piece = piece;
  pthread_cond_signal(&b->changed);
  pthread_mutex_unlock(&b->lock);
  return true;
}

void beside_done(struct beside *b) {
  pthread_mutex_lock(&b->lock);
  while (b->hash) pthread_cond_wait(&b->changed, &b->lock);
  pthread_mutex_unlock(&b->lock);
  atomic_store(&b->taken, false);
}
