/* Whoever watches a hall: boards, phones, doors, counters. One thread looks for news every 25 ms while somebody watches
 * (the worker changes tickets as well, so only the store knows of everything), makes the message once and tells all. */
#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

#include "counter/call.h"
#include "net/live.h"
#include "web/hall.h"

#define LOOK_US 25000
#define BEAT_EVERY SECONDS(15)
#define MAX_NOW (512u << 10)

static struct {
  struct office *office;
  struct live *live;
  pthread_t thread;
  pthread_mutex_t lock; /* of told */
  i64 told[MAX_HALLS];  /* version; -1: nothing yet */
  i64 told_day;
  atomic_bool stop;
  bool running;
} watch = {.lock = PTHREAD_MUTEX_INITIALIZER};

/* ---- the message: numbers and counters only, anybody may read it -------------------------------------------------- */

static json_t *texts(const str *list, size_t n) {
  json_t *a = json_array();
  for (size_t i = 0; i < n; i++) json_array_append_new(a, json_of(list[i]));
  return a;
}

static json_t *line_json(const struct board_line *b) {
  json_t *o = json_object(), *low = json_array(), *high = json_array();
  for (size_t i = 0; i <= b->n; i++) {
    json_array_append_new(low, json_integer(b->waits[i].low));
    json_array_append_new(high, json_integer(b->waits[i].high));
  }
  json_object_set_new(o, "waiting", texts(b->tickets, b->n));
  json_object_set_new(o, "low", low);
  json_object_set_new(o, "high", high);
  return o;
}

static json_t *call_json(struct arena *a, const struct board_call *call) {
  str clip[MAX_CALL_CLIPS];
  json_t *o = json_object();
  char letter;
  i64 n;
  json_object_set_new(o, "ticket", json_of(call->ticket));
  json_object_set_new(o, "counter", json_integer(call->counter));
  json_object_set_new(o, "at", json_integer(call->at));
  if (ticket_number_read(call->ticket, &letter, &n) && n <= MAX_TICKET)
    json_object_set_new(o, "say", texts(clip, call_clips(a, letter, n, call->counter, clip)));
  return o;
}

static str now_json(struct ctx *c, const struct hall_now *now) {
  struct arena *a = c->arena;
  json_t *o = json_object(), *counters = json_array(), *calls = json_array(), *lines = json_object();
  for (size_t i = 0; i < now->hall->counter_count; i++) {
    json_t *k = json_object();
    json_object_set_new(k, "counter", json_integer(now->counters[i].number));
    json_object_set_new(k, "ticket", hall_str(now->counters[i].ticket));
    json_object_set_new(k, "open", json_boolean(now->counters[i].open));
    json_array_append_new(counters, k);
  }
  for (size_t i = 0; i < now->call_count && i < 4; i++) json_array_append_new(calls, call_json(a, &now->calls[i]));
  for (size_t i = 0; i < now->hall->line_count; i++)
    json_object_set_new(lines, arena_cstr(a, now->lines[i].line->letter), line_json(&now->lines[i]));
  json_object_set_new(o, "version", json_integer(now->version));
  json_object_set_new(o, "at", json_integer(now->at));
  json_object_set_new(o, "zone", hall_str(c->office->config->office.timezone));
  json_object_set_new(o, "counters", counters);
  json_object_set_new(o, "calls", calls);
  json_object_set_new(o, "missed", texts(now->missed, now->missed_count));
  json_object_set_new(o, "lines", lines);
  json_object_set_new(o, "counted", json_boolean(now->door.entered > 0 || now->door.capacity > 0));
  json_object_set_new(o, "inside", json_integer(now->door.entered ? now->door.inside : now->door.by_tickets));
  json_object_set_new(o, "door", json_integer(now->door.inside));
  json_object_set_new(o, "capacity", json_integer(now->door.capacity));
  json_object_set_new(o, "notice", hall_str(now->rules.notice));
  return json_text(a, o);
}

/* ---- telling --------------------------------------------------------------------------------------------------------- */

static int topic_of(const struct hall *h) { return (int)(h - watch.office->config->halls); }

static enum err tell(struct ctx *c, const struct hall *h) {
  struct hall_now now;
  TRY(office_hall_now(c, h, &now));
  struct buf b = buf_new(c->arena, MAX_NOW);
  buf_printf(&b, "id: %lld\ndata: ", (long long)now.version);
  buf_add(&b, now_json(c, &now));
  buf_add(&b, S("\n\n"));
  if (b.full) return E_BUG;
  live_tell(watch.live, topic_of(h), buf_str(&b));
  watch.told[topic_of(h)] = now.version;
  return E_OK;
}

/* Who comes now hears how things are at this moment, not at the last news. */
static enum err tell_if_new(struct ctx *c, const struct hall *h) {
  struct hall_version list[MAX_HALLS];
  size_t n;
  i64 version = 0;
  TRY(office_hall_versions(c, list, &n));
  for (size_t i = 0; i < n; i++)
    if (str_eq(list[i].code, h->code)) version = list[i].version;
  pthread_mutex_lock(&watch.lock);
  bool new = watch.told[topic_of(h)] != version;
  enum err e = new ? tell(c, h) : E_OK;
  pthread_mutex_unlock(&watch.lock);
  return e;
}

/* A new day begins with empty lines, though nobody moved. */
static void forget_yesterday(struct ctx *c) {
  i64 today = hall_today(c);
  pthread_mutex_lock(&watch.lock);
  for (size_t i = 0; i < MAX_HALLS && today != watch.told_day; i++) watch.told[i] = -1;
  watch.told_day = today;
  pthread_mutex_unlock(&watch.lock);
}

static void look(struct arena *a) {
  struct ctx c = ctx_new(watch.office, a, (struct actor_id){.role = ROLE_SYSTEM, .name = S("")});
  const struct config *cfg = watch.office->config;
  bool somebody = false;
  for (size_t i = 0; i < cfg->hall_count; i++) somebody |= live_listeners(watch.live, (int)i) > 0;
  if (!somebody) return;
  forget_yesterday(&c);
  for (size_t i = 0; i < cfg->hall_count; i++) {
    enum err e = live_listeners(watch.live, (int)i) > 0 ? tell_if_new(&c, &cfg->halls[i]) : E_OK;
    if (e != E_OK) log_line(LOG_WARN, "live", "hall=" STR_FMT " err=%s", STR_ARG(cfg->halls[i].code), err_name(e));
  }
}

static void *watch_main(void *self) {
  (void)self;
  struct arena *a = arena_new(64u << 20);
  moment beat = clock_now();
  while (!atomic_load(&watch.stop)) {
    look(a);
    arena_reset(a);
    if (clock_now() - beat > BEAT_EVERY) {
      live_beat(watch.live);
      beat = clock_now();
    }
    usleep(LOOK_US);
  }
  arena_free(a);
  return NULL;
}

void hall_live_start(struct office *o, struct live *live) {
  watch.office = o;
  watch.live = live;
  for (size_t i = 0; i < MAX_HALLS; i++) watch.told[i] = -1;
  atomic_store(&watch.stop, false);
  watch.running = pthread_create(&watch.thread, NULL, watch_main, NULL) == 0;
  if (!watch.running) log_line(LOG_ERROR, "live", "no thread: boards will not move");
}

void hall_live_stop(void) {
  atomic_store(&watch.stop, true);
  if (watch.running) pthread_join(watch.thread, NULL);
  watch.running = false;
}

/* ---- routes ------------------------------------------------------------------------------------------------------------ */

str hall_stream_url(struct ctx *c, const struct hall *h) { return arena_printf(c->arena, "/papan/" STR_FMT "/siar", STR_ARG(h->code)); }

void hall_stream(struct web_request *rq, struct http_response *rs) {
  const struct hall *h = hall_of(rq, rs);
  if (!h) return;
  if (!watch.live || tell_if_new(&rq->c, h) != E_OK || !live_watch(watch.live, topic_of(h), rs)) {
    web_error_page(rq, rs, 503);
    return;
  }
  rs->status = 200;
  rs->type = "text/event-stream";
  http_set_header(rs, "Cache-Control", S("no-store"));
  http_set_header(rs, "X-Accel-Buffering", S("no")); /* nginx passes each message on at once */
  http_set_header(rs, "X-Content-Type-Options", S("nosniff"));
}

/* The same once, for who cannot hold a stream open: with an ETag, so that nothing new costs nothing. */
void hall_state(struct web_request *rq, struct http_response *rs) {
  const struct hall *h = hall_of(rq, rs);
  struct hall_now now;
  if (!h) return;
  enum err e = office_hall_now(&rq->c, h, &now);
  if (e != E_OK) {
    web_error(rq, rs, e);
    return;
  }
  str tag = arena_printf(rq->c.arena, "\"%lld-%lld\"", (long long)hall_today(&rq->c), (long long)now.version);
  bool same = str_eq(http_header(rq->http, "If-None-Match"), tag);
  web_json(rq, rs, same ? 304 : 200, same ? S("") : now_json(&rq->c, &now));
  http_set_header(rs, "ETag", tag);
}
