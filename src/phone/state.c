#include "phone/state.h"

#include "base/limits.h"

#define FILE_BASE 1037000000000000LL /* media ids look like Meta's: sixteen digits */
#define WAMID_BYTES 24

const char *side_name(enum side s) {
  static const char *const names[] = {[CITIZEN] = "citizen", [OFFICE] = "office", [OFFICER] = "officer"};
  return names[s];
}

const char *tick_name(enum tick t) {
  static const char *const names[] = {[SENT] = "sent", [DELIVERED] = "delivered", [READ] = "read", [FAILED] = "failed"};
  return names[t];
}

static void copy_text(char *ret, size_t size, str s) { snprintf(ret, size, STR_FMT, STR_ARG(utf8_cut(s, size / 4))); }
static void copy_ascii(char *ret, size_t size, str s) { snprintf(ret, size, STR_FMT, STR_ARG(s)); }

enum err state_new(struct phone *p) {
  p->arena = arena_new(32u << 20);
  p->citizens = arena_array(p->arena, struct citizen, MAX_CITIZENS);
  p->messages = arena_array(p->arena, struct message, MAX_MESSAGES);
  p->files = arena_array(p->arena, struct file, MAX_FILES);
  p->jobs = arena_array(p->arena, struct job, MAX_JOBS);
  p->held = json_array();
  p->templates = json_object();
  if (!p->held || !p->templates) return E_IO;
  return pthread_mutex_init(&p->lock, NULL) || pthread_cond_init(&p->wake, NULL) ? E_IO : E_OK;
}

void state_free(struct phone *p) {
  for (size_t i = 0; i < MAX_MESSAGES; i++) json_decref(p->messages[i].view), json_decref(p->messages[i].callback);
  for (size_t i = 0; i < MAX_FILES; i++) arena_free(p->files[i].arena);
  for (size_t i = 0; i < p->job_count; i++) json_decref(p->jobs[(p->job_first + i) % MAX_JOBS].changes);
  json_decref(p->held);
  json_decref(p->templates);
  pthread_mutex_destroy(&p->lock);
  pthread_cond_destroy(&p->wake);
  arena_free(p->arena);
}

moment phone_now(const struct phone *p) { return clock_now() + p->ahead; }

/* ---- numbers and people -------------------------------------------------------------------------------- */

int number_by_id(const struct phone *p, str id) {
  for (size_t i = 0; i < p->options.number_count; i++)
    if (str_eq(p->options.numbers[i].id, id)) return (int)i;
  return -1;
}

static str only_digits(struct arena *a, str text) {
  struct buf b = buf_new(a, text.n + 1);
  for (size_t i = 0; i < text.n; i++)
    if (text.p[i] >= '0' && text.p[i] <= '9') buf_byte(&b, text.p[i]);
  return b.n ? buf_str(&b) : S("");
}

str number_digits(struct arena *a, const struct phone *p, int number) {
  return only_digits(a, p->options.numbers[number].display);
}

str phone_digits(struct arena *a, str text) {
  for (size_t i = 0; i < text.n; i++)
    if (!strchr("0123456789+-() ", text.p[i])) return STR_NONE;
  str digits = only_digits(a, text);
  return digits.n >= 8 && digits.n <= 15 && digits.p[0] != '0' ? digits : STR_NONE;
}

int citizen_by_phone(const struct phone *p, str digits) {
  for (size_t i = 0; i < p->citizen_count; i++)
    if (str_eq(str_of(p->citizens[i].phone), digits)) return (int)i;
  return -1;
}

int citizen_by_user_id(const struct phone *p, str user_id) {
  for (size_t i = 0; i < p->citizen_count; i++)
    if (str_eq(str_of(p->citizens[i].user_id), user_id)) return (int)i;
  return -1;
}

/* Invented people; a number nobody invented gets a name from its last digits. */
static str invented_name(struct arena *a, str digits) {
  static const struct {
    const char *phone, *name;
  } people[] = {{"6281200000001", "Ibu Sari"},
                {"6281200000002", "Lalu Hadi"},
                {"6281200000003", "Baiq Ratna"},
                {"6281200000004", "Made Suta"}};
  for (size_t i = 0; i < COUNT(people); i++)
    if (str_eq(str_of(people[i].phone), digits)) return str_of(people[i].name);
  return arena_printf(a, "Warga " STR_FMT, STR_ARG(str_from(digits, digits.n - 4)));
}

int citizen_meet(struct phone *p, str digits) {
  int known = citizen_by_phone(p, digits);
  if (known >= 0 || p->citizen_count == MAX_CITIZENS) return known;
  struct citizen *c = &p->citizens[p->citizen_count];
  struct arena *a CLEANUP(arena_freep) = arena_new(4096);
  copy_ascii(c->phone, sizeof c->phone, digits);
  copy_text(c->name, sizeof c->name, invented_name(a, digits));
  struct sha256 h = sha256_of(digits);
  u64 user;
  memcpy(&user, h.b, sizeof user);
  snprintf(c->user_id, sizeof c->user_id, "ID.%020llu", (unsigned long long)user);
  return (int)p->citizen_count++;
}

bool window_open(const struct phone *p, int citizen, int number) {
  moment wrote = p->citizens[citizen].at[number].wrote;
  return wrote && phone_now(p) - wrote < WINDOW;
}

/* ---- messages -------------------------------------------------------------------------------------------- */

/* Looks opaque, but begins with the seq, so that a message is found without searching. */
static void make_wamid(i64 seq, char ret[40]) {
  u8 b[WAMID_BYTES];
  random_bytes(b, sizeof b);
  for (int i = 0; i < 8; i++) b[i] = (u8)(seq >> (56 - 8 * i));
  struct arena *a CLEANUP(arena_freep) = arena_new(4096);
  snprintf(ret, 40, "wamid." STR_FMT, STR_ARG(base64_encode(a, b, sizeof b)));
}

struct message *message_add(struct phone *p, enum side side, int citizen, int number, json_t *view) {
  i64 seq = ++p->last_seq;
  struct message *m = &p->messages[seq % MAX_MESSAGES];
  json_decref(m->view);
  json_decref(m->callback);
  *m = (struct message){
      .seq = seq, .side = side, .citizen = citizen, .number = number, .view = view, .at = clock_now(), .tick = SENT};
  make_wamid(seq, m->id);
  message_changed(p, m);
  return m;
}

struct message *message_by_seq(struct phone *p, i64 seq) {
  if (seq <= 0) return NULL;
  struct message *m = &p->messages[seq % MAX_MESSAGES];
  return m->seq == seq ? m : NULL;
}

struct message *message_by_id(struct phone *p, str wamid) {
  u8 b[WAMID_BYTES];
  if (!str_starts(wamid, S("wamid.")) || !base64_decode(str_from(wamid, 6), b, sizeof b)) return NULL;
  u64 seq = 0;
  for (int i = 0; i < 8; i++) seq = seq << 8 | b[i];
  struct message *m = message_by_seq(p, (i64)(seq & INT64_MAX));
  return m && str_eq(str_of(m->id), wamid) ? m : NULL;
}

void message_changed(struct phone *p, struct message *m) { m->changed = ++p->last_change; }

json_t *message_view(const struct message *m) {
  json_t *v = json_pack("{s:I, s:s, s:s, s:s, s:I}", "seq", (json_int_t)m->seq, "id", m->id, "from", side_name(m->side),
                        "status", tick_name(m->tick), "at", (json_int_t)m->at);
  json_object_update(v, m->view);
  return v;
}

/* ---- files ------------------------------------------------------------------------------------------------ */

static void file_drop(struct phone *p, struct file *f) {
  p->file_bytes -= f->bytes.n;
  arena_free(f->arena);
  *f = (struct file){0};
}

static void make_room(struct phone *p, size_t n) {
  for (i64 nr = p->last_file - MAX_FILES + 1; nr <= p->last_file && p->file_bytes + n > MAX_FILES_BYTES; nr++) {
    struct file *f = nr > 0 ? &p->files[nr % MAX_FILES] : NULL;
    if (f && f->nr == nr) file_drop(p, f);
  }
}

struct file *file_add(struct phone *p, int number, str mime, str name, str bytes) {
  if (bytes.n > MAX_FILE_BODY) return NULL;
  struct file *f = &p->files[++p->last_file % MAX_FILES];
  if (f->nr) file_drop(p, f);
  make_room(p, bytes.n);
  struct arena *a = arena_new(bytes.n + mime.n + name.n + 4096);
  *f = (struct file){.nr = p->last_file, .number = number, .arena = a, .sha256 = sha256_of(bytes)};
  f->mime = arena_str(a, mime);
  f->name = arena_str(a, name);
  f->bytes = arena_str(a, bytes);
  p->file_bytes += bytes.n;
  return f;
}

struct file *shown_file_by_id(struct phone *p, str id) {
  i64 n;
  if (!str_to_i64(id, &n) || n <= FILE_BASE) return NULL;
  struct file *f = &p->files[(n - FILE_BASE) % MAX_FILES];
  return f->nr == n - FILE_BASE ? f : NULL;
}

struct file *kept_file_by_id(struct phone *p, str id) {
  struct file *f = shown_file_by_id(p, id);
  return f && !f->deleted ? f : NULL;
}

str file_id(struct arena *a, const struct file *f) { return arena_printf(a, "%lld", (long long)(FILE_BASE + f->nr)); }

str file_url(struct arena *a, struct phone *p, struct file *f) {
  str token = random_token(a);
  copy_ascii(f->url_token, sizeof f->url_token, token);
  f->url_until = phone_now(p) + URL_LIFE;
  str id = file_id(a, f);
  bool anywhere = strcmp(p->options.host, "0.0.0.0") == 0; /* listens everywhere; is called on this machine */
  return arena_printf(a, "http://%s:%d/whatsapp_business/attachments/?mid=" STR_FMT "&ext=%lld&hash=" STR_FMT,
                      anywhere ? "127.0.0.1" : p->options.host, phone_port(p), STR_ARG(id),
                      (long long)(f->url_until / 1000), STR_ARG(token));
}

/* ---- mishaps ------------------------------------------------------------------------------------------------ */

static bool same_or_any(const char *wanted, str s) { return !*wanted || str_eq(str_of(wanted), s); }

const struct rule *rule_strikes(struct phone *p, const char *on, int number, str phone) {
  for (size_t i = 0; i < MAX_RULES; i++) {
    struct rule *r = &p->rules[i];
    if (r->times <= 0 || strcmp(r->on, on) != 0) continue;
    if (!same_or_any(r->number, p->options.numbers[number].id) || !same_or_any(r->phone, phone)) continue;
    r->times--;
    return r;
  }
  return NULL;
}
