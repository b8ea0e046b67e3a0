/* The thread driver of the worker. */
#include "jobs/runner.h"

#include <pthread.h>
#include <unistd.h>

#include "net/client.h"
#include "scans/looker.h"

#define IN_HAND 64
#define LOOK_EVERY_US 25000

struct crew {
  struct office *office;
  const struct job_kind *kind;
  pthread_mutex_t lock;
  pthread_cond_t changed;
  i64 waiting[IN_HAND]; /* in the order they came */
  size_t waiting_n;
  i64 running[IN_HAND];
  size_t running_n;
  bool stop;
  int threads;
  pthread_t scout, hands[16];
};
struct runner {
  struct crew crews[16];
  size_t n;
};

struct ctx job_ctx(struct job_thread *t) {
  return ctx_new(t->office, t->arena, (struct actor_id){.role = ROLE_SYSTEM, .name = S("system")});
}

static struct http_client *client_of(struct office *o) {
  const struct config *cfg = o->config;
  static str hosts[9];
  size_t n = 0;
  str base = cfg->whatsapp.api_base, host = base;
  bool plain = str_starts(base, S("http://"));
  host = str_from(host, plain ? 7 : 8);
  host = str_sub(host, 0, str_find(host, '/'));
  host = str_sub(host, 0, str_find(host, ':'));
  hosts[n++] = host;
  for (size_t i = 0; i < cfg->whatsapp.media_host_count; i++) hosts[n++] = cfg->whatsapp.media_hosts[i];
  struct http_client_config hc = {.user_agent = "Loket/" LOKET_VERSION, .connect_seconds = 10, .total_seconds = 60,
                                  .allowed_hosts = hosts, .allowed_host_count = n, .allow_plain_http = plain,
                                  .forbid_private_addresses = !plain};
  struct http_client *c = NULL;
  if (http_client_new(&hc, &c) != E_OK) log_line(LOG_ERROR, "jobs", "no HTTP client");
  return c;
}

static void *hand_main(void *arg) {
  struct crew *crew = arg;
  struct job_thread t = {crew->office, arena_new(crew->kind->arena), client_of(crew->office), NULL};
  pthread_mutex_lock(&crew->lock);
  while (!crew->stop) {
    if (!crew->waiting_n) {
      pthread_cond_wait(&crew->changed, &crew->lock);
      continue;
    }
    i64 id = crew->waiting[0];
    crew->waiting_n--;
    memmove(crew->waiting, crew->waiting + 1, crew->waiting_n * sizeof id);
    crew->running[crew->running_n++] = id;
    pthread_mutex_unlock(&crew->lock);
    arena_reset(t.arena);
    crew->kind->run(&t, id);
    pthread_mutex_lock(&crew->lock);
    for (size_t i = 0; i < crew->running_n; i++)
      if (crew->running[i] == id) crew->running[i] = crew->running[--crew->running_n];
    if (!crew->waiting_n) pthread_cond_broadcast(&crew->changed); /* the scout may look for more */
  }
  pthread_mutex_unlock(&crew->lock);
  http_client_free(t.client);
  looker_free(t.looker);
  arena_free(t.arena);
  return NULL;
}

static bool in_hand(const struct crew *crew, i64 id) {
  for (size_t i = 0; i < crew->waiting_n; i++)
    if (crew->waiting[i] == id) return true;
  for (size_t i = 0; i < crew->running_n; i++)
    if (crew->running[i] == id) return true;
  return false;
}

/* Looks for what is due. A list that was read before a job ended may still name it, so nothing is listed while the
 * crew is busy with a full hand. */
static void scout_once(struct crew *crew, struct arena *a) {
  i64 ids[IN_HAND / 2], busy[IN_HAND];
  size_t n = 0, busy_n;
  arena_reset(a);
  pthread_mutex_lock(&crew->lock);
  bool room = crew->waiting_n == 0;
  busy_n = crew->running_n;
  memcpy(busy, crew->running, busy_n * sizeof busy[0]);
  pthread_mutex_unlock(&crew->lock);
  if (!room) return;
  struct ctx c = ctx_new(crew->office, a, (struct actor_id){.role = ROLE_SYSTEM, .name = S("system")});
  if (crew->kind->due(&c, ids, COUNT(ids), &n) != E_OK) return;
  pthread_mutex_lock(&crew->lock);
  for (size_t i = 0; i < n; i++) {
    bool was_running = false; /* it may have ended after the list was read */
    for (size_t k = 0; k < busy_n; k++) was_running |= busy[k] == ids[i];
    if (!was_running && !in_hand(crew, ids[i])) crew->waiting[crew->waiting_n++] = ids[i];
  }
  if (crew->waiting_n) pthread_cond_broadcast(&crew->changed);
  pthread_mutex_unlock(&crew->lock);
}

static void *scout_main(void *arg) {
  struct crew *crew = arg;
  struct arena *a = arena_new(16u << 20);
  for (bool stop = false; !stop;) {
    scout_once(crew, a);
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_nsec += LOOK_EVERY_US * 1000L;
    if (until.tv_nsec >= 1000000000L) until.tv_sec++, until.tv_nsec -= 1000000000L;
    pthread_mutex_lock(&crew->lock);
    if (!crew->stop) pthread_cond_timedwait(&crew->changed, &crew->lock, &until);
    stop = crew->stop;
    pthread_mutex_unlock(&crew->lock);
  }
  arena_free(a);
  return NULL;
}

static int threads_of(const struct job_kind *kind) {
  long spare = sysconf(_SC_NPROCESSORS_ONLN) - 1;
  if (kind->threads) return kind->threads;
  return spare < 1 ? 1 : spare > 8 ? 8 : (int)spare;
}

struct runner *runner_start(struct office *o, const struct job_kind *kinds) {
  struct runner *r = calloc(1, sizeof *r);
  if (!r) return NULL;
  for (; kinds[r->n].name && r->n < COUNT(r->crews); r->n++) {
    struct crew *crew = &r->crews[r->n];
    crew->office = o;
    crew->kind = &kinds[r->n];
    pthread_mutex_init(&crew->lock, NULL);
    pthread_cond_init(&crew->changed, NULL);
    crew->threads = threads_of(crew->kind);
    for (int i = 0; i < crew->threads; i++) pthread_create(&crew->hands[i], NULL, hand_main, crew);
    pthread_create(&crew->scout, NULL, scout_main, crew);
  }
  return r;
}

void runner_stop(struct runner *r) {
  for (size_t i = 0; i < r->n; i++) {
    pthread_mutex_lock(&r->crews[i].lock);
    r->crews[i].stop = true;
    pthread_cond_broadcast(&r->crews[i].changed);
    pthread_mutex_unlock(&r->crews[i].lock);
  }
  for (size_t i = 0; i < r->n; i++) {
    pthread_join(r->crews[i].scout, NULL);
    for (int k = 0; k < r->crews[i].threads; k++) pthread_join(r->crews[i].hands[k], NULL);
  }
  free(r);
}
