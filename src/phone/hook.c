#include "phone/hook.h"

#include <errno.h>

#include "base/limits.h"
#include "net/client.h"
#include "net/form.h"
#include "phone/errors.h"

#define ACCOUNT "102290129340398" /* the WhatsApp business account; any number does */
#define MAX_BATCH 1000            /* updates in one POST, as Meta documents */
#define GIVE_UP_AFTER 12          /* tries, when the server answers and says the update itself is wrong */
#define LONGEST_PAUSE_MS 5000     /* Meta waits longer; a demo should not */

/* ---- the queue ------------------------------------------------------------------------------------------- */

static void enqueue(struct phone *p, json_t *changes) {
  if (p->job_count == MAX_JOBS) {
    p->counts.dropped++;
    json_decref(changes);
    return;
  }
  p->jobs[(p->job_first + p->job_count++) % MAX_JOBS] = (struct job){.changes = changes};
  pthread_cond_signal(&p->wake);
}

static void push(struct phone *p, json_t *change) {
  if (p->holding && json_array_size(p->held) < MAX_JOBS)
    json_array_append_new(p->held, change);
  else
    enqueue(p, json_pack("[o]", change));
}

void hook_change(struct phone *p, const char *field, json_t *value) {
  push(p, json_pack("{s:o, s:s}", "value", value, "field", field));
}

void hook_release(struct phone *p, enum release how) {
  size_t n = json_array_size(p->held), size = how == AS_BATCH ? MAX_BATCH : 1;
  for (size_t i = 0; i < n; i += size) {
    json_t *changes = json_array();
    for (size_t j = i; j < n && j < i + size; j++)
      json_array_append(changes, json_array_get(p->held, how == REVERSED ? n - 1 - j : j));
    enqueue(p, changes);
  }
  json_array_clear(p->held);
}

/* ---- what an update says ------------------------------------------------------------------------------------ */

static json_t *value_of(struct phone *p, int number) {
  struct arena *a CLEANUP(arena_freep) = arena_new(4096);
  const struct phone_number *n = &p->options.numbers[number];
  str digits = number_digits(a, p, number);
  return json_pack("{s:s, s:{s:s%, s:s%}}", "messaging_product", "whatsapp", "metadata", "display_phone_number",
                   digits.p, digits.n, "phone_number_id", n->id.p, n->id.n);
}

static json_t *contact_of(const struct citizen *c) {
  json_t *contact = json_pack("{s:{s:s}, s:s}", "profile", "name", c->name, "user_id", c->user_id);
  if (!c->hidden) json_object_set_new(contact, "wa_id", json_string(c->phone));
  return json_pack("[o]", contact);
}

static void set_text(json_t *o, const char *key, const char *text) { json_object_set_new(o, key, json_string(text)); }

static void set_timestamp(json_t *o, moment at) {
  char text[24];
  snprintf(text, sizeof text, "%lld", (long long)(at / 1000));
  set_text(o, "timestamp", text);
}

void hook_message(struct phone *p, const struct message *m, json_t *body, struct hook_options how) {
  const struct citizen *c = &p->citizens[m->citizen];
  json_t *value = value_of(p, m->number);
  if (!c->hidden) set_text(body, "from", c->phone);
  set_text(body, "from_user_id", c->user_id);
  set_text(body, "id", m->id);
  set_timestamp(body, m->at);
  json_object_set_new(value, "contacts", contact_of(c));
  json_object_set_new(value, "messages", how.twice_inside ? json_pack("[OO]", body, body) : json_pack("[O]", body));
  json_decref(body);
  for (int i = 1; i < how.copies; i++) hook_change(p, "messages", json_deep_copy(value));
  hook_change(p, "messages", value);
}

void hook_echo(struct phone *p, const struct message *m, json_t *body) {
  struct arena *a CLEANUP(arena_freep) = arena_new(4096);
  const struct citizen *c = &p->citizens[m->citizen];
  json_t *value = value_of(p, m->number);
  set_text(body, "from", number_digits(a, p, m->number).p);
  if (!c->hidden) set_text(body, "to", c->phone);
  set_text(body, "to_user_id", c->user_id);
  set_text(body, "id", m->id);
  set_timestamp(body, m->at);
  json_object_set_new(value, "contacts", contact_of(c));
  json_object_set_new(value, "message_echoes", json_pack("[o]", body));
  hook_change(p, "smb_message_echoes", value);
}

void hook_status(struct phone *p, const struct message *m, enum tick tick, int error_code) {
  if (m->silent) return;
  const struct citizen *c = &p->citizens[m->citizen];
  json_t *status =
      json_pack("{s:s, s:s, s:s}", "id", m->id, "status", tick_name(tick), "recipient_user_id", c->user_id);
  set_timestamp(status, clock_now());
  if (!c->hidden) set_text(status, "recipient_id", c->phone);
  if (m->callback) json_object_set(status, "biz_opaque_callback_data", m->callback);
  if (tick == SENT || tick == DELIVERED)
    json_object_set_new(status, "pricing",
                        json_pack("{s:b, s:s, s:s, s:s}", "billable", 0, "pricing_model", "PMP", "category", "service",
                                  "type", "free_customer_service"));
  if (tick == FAILED)
    json_object_set_new(status, "errors", json_pack("[o]", error_in_webhook(error_code, "Asked for by a test.")));
  json_t *value = value_of(p, m->number);
  json_object_set_new(value, "statuses", json_pack("[o]", status));
  hook_change(p, "messages", value);
}

/* ---- the sender ------------------------------------------------------------------------------------------- */

struct header {
  const char *name;
  str value;
};

static int add_text(const char *text, size_t n, void *self) {
  buf_add(self, (str){text, n});
  return 0;
}

/* As Meta writes it: everything outside ASCII as \uXXXX and '/' as '\/'. */
static str body_of(struct arena *a, json_t *changes) {
  struct buf b = buf_new(a, MAX_WEBHOOK_BODY);
  json_t *body = json_pack("{s:s, s:[{s:s, s:O}]}", "object", "whatsapp_business_account", "entry", "id", ACCOUNT,
                           "changes", changes);
  json_dump_callback(body, add_text, &b, JSON_COMPACT | JSON_ENSURE_ASCII | JSON_ESCAPE_SLASH);
  json_decref(body);
  return b.full ? STR_NONE : buf_str(&b);
}

static int post(struct phone *p, struct http_client *client, struct arena *a, str body) {
  const struct phone_options *o = &p->options;
  struct sha256 mac = hmac_sha256(o->app_secret, body);
  str hex = hex_encode(a, mac.b, sizeof mac.b);
  struct header headers[2] = {{"Content-Type", S("application/json")}};
  size_t n = 1;
  if (o->header_name.n) headers[n++] = (struct header){arena_cstr(a, o->header_name), o->header_value};
  else if (o->app_secret.n) headers[n++] = (struct header){"X-Hub-Signature-256", arena_printf(a, "sha256=" STR_FMT, STR_ARG(hex))};
  struct http_call call = {.method = "POST",
                           .url = p->options.webhook,
                           .headers = (const void *)headers,
                           .header_count = n,
                           .body = body,
                           .max_answer = MAX_FORM_BODY};
  struct http_answer answer = {0};
  return http_call(client, a, &call, &answer) == E_OK ? answer.status : 0;
}

/* Meta asks once, when the address is set; the phone asks until the server is there. */
static bool verify(struct phone *p, struct http_client *client, struct arena *a) {
  if (!p->options.app_secret.n || p->options.header_name.n) return true; /* a solution provider does not ask */
  u32 chance;
  random_bytes(&chance, sizeof chance);
  str challenge = arena_printf(a, "%u", chance);
  str token = percent_encode(a, p->options.verify_token);
  struct http_call call = {.method = "GET", .max_answer = MAX_FORM_BODY};
  call.url = arena_printf(a, STR_FMT "?hub.mode=subscribe&hub.challenge=" STR_FMT "&hub.verify_token=" STR_FMT,
                          STR_ARG(p->options.webhook), STR_ARG(challenge), STR_ARG(token));
  struct http_answer answer = {0};
  if (http_call(client, a, &call, &answer) != E_OK) return false;
  bool fine = answer.status == 200 && str_eq(answer.body, challenge);
  if (!fine) log_line(LOG_WARN, "phone_verify", "reason=refused status=%d", answer.status);
  return fine;
}

/* Waits with the lock given back; false when the end has come. */
static bool pause_ms(struct phone *p, i64 ms) {
  struct timespec until;
  clock_gettime(CLOCK_REALTIME, &until);
  i64 ns = until.tv_nsec + ms % 1000 * 1000000;
  until.tv_sec += (time_t)(ms / 1000 + ns / 1000000000);
  until.tv_nsec = (long)(ns % 1000000000);
  while (!p->stopping && pthread_cond_timedwait(&p->wake, &p->lock, &until) != ETIMEDOUT) continue;
  return !p->stopping;
}

static i64 pause_after(int tries) {
  i64 ms = tries > 5 ? LONGEST_PAUSE_MS : 100LL << tries;
  return ms < LONGEST_PAUSE_MS ? ms : LONGEST_PAUSE_MS;
}

static void job_done(struct phone *p) {
  json_decref(p->jobs[p->job_first].changes);
  p->job_first = (p->job_first + 1) % MAX_JOBS;
  p->job_count--;
}

/* With the lock held; gives it back while the post is under way. Only this thread takes jobs away. */
static void send_first(struct phone *p, struct http_client *client, struct arena *a) {
  struct job *job = &p->jobs[p->job_first];
  arena_reset(a);
  str body = body_of(a, job->changes);
  pthread_mutex_unlock(&p->lock);
  int status = body.p ? post(p, client, a, body) : 413;
  pthread_mutex_lock(&p->lock);
  p->counts.posts++;
  if (status == 200) {
    job_done(p);
    return;
  }
  p->counts.post_failures++;
  job->tries++;
  bool wrong = status >= 400 && status < 500 && status != 429;
  if (wrong && job->tries >= GIVE_UP_AFTER) {
    log_line(LOG_WARN, "phone_webhook", "reason=given_up status=%d tries=%d", status, job->tries);
    p->counts.given_up++;
    job_done(p);
    return;
  }
  pause_ms(p, pause_after(job->tries));
}

static void send_all(struct phone *p, struct http_client *client, struct arena *a) {
  pthread_mutex_lock(&p->lock);
  for (int tries = 0; !p->stopping && !p->verified;) {
    arena_reset(a);
    pthread_mutex_unlock(&p->lock);
    bool verified = verify(p, client, a);
    pthread_mutex_lock(&p->lock);
    p->verified = verified;
    if (!verified) pause_ms(p, pause_after(++tries));
  }
  while (!p->stopping) {
    if (p->job_count)
      send_first(p, client, a);
    else
      pthread_cond_wait(&p->wake, &p->lock);
  }
  pthread_mutex_unlock(&p->lock);
}

static void *sender_main(void *self) {
  struct phone *p = self;
  struct http_client_config config = {
      .user_agent = "facebookexternalua", .connect_seconds = 5, .total_seconds = 20, .allow_plain_http = true};
  struct http_client *client = NULL;
  if (http_client_new(&config, &client) != E_OK) {
    log_line(LOG_ERROR, "phone_webhook", "reason=no_client");
    return NULL;
  }
  struct arena *a = arena_new(8 * MAX_WEBHOOK_BODY);
  send_all(p, client, a);
  arena_free(a);
  http_client_free(client);
  return NULL;
}

enum err hook_start(struct phone *p) {
  p->sender_runs = pthread_create(&p->sender, NULL, sender_main, p) == 0;
  return p->sender_runs ? E_OK : E_IO;
}

void hook_stop(struct phone *p) {
  if (!p->sender_runs) return;
  pthread_mutex_lock(&p->lock);
  p->stopping = true;
  pthread_cond_broadcast(&p->wake);
  pthread_mutex_unlock(&p->lock);
  pthread_join(p->sender, NULL);
  p->sender_runs = false;
}
