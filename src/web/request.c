/* From bytes to a checked request: who asks, may he, what did he send. */
#include "web/request.h"

#include "base/csv.h"
#include "base/limits.h"
#include "domain/complaint.h"
#include "web/tus.h"
#include "office/hall.h"

#define COOKIE S("loket_session")
#define DEVICE_COOKIE S("loket_device")
#define MAX_FILES 64

/* ---- the route ------------------------------------------------------------------------------------ */

/* Up to the first {..}; for most routes of a shelf this is the whole comparison. */
static bool begins_as(const char *pattern, str path) {
  for (size_t i = 0; pattern[i] && pattern[i] != '{'; i++)
    if (i == path.n || pattern[i] != path.p[i]) return false;
  return true;
}

/* Compares segment by segment; {..} takes any non-empty segment. */
static bool path_fits(const char *pattern, str path, str args[3], size_t *ret_n) {
  if (!begins_as(pattern, path)) return false;
  str a = str_of(pattern), b = path, pa, pb;
  size_t n = 0;
  for (;;) {
    bool more_a = str_cut(&a, '/', &pa), more_b = str_cut(&b, '/', &pb);
    if (!more_a || !more_b) {
      *ret_n = n;
      return more_a == more_b;
    }
    if (str_starts(pa, S("{"))) {
      if (!pb.n || n == 3) return false;
      args[n++] = pb;
    } else if (!str_eq(pa, pb)) {
      return false;
    }
  }
}

/* Routes lie on shelves by their first letter, which is never a {..}, and the number of their segments: a request is compared with
 * a few. Places in the table, plus one; 0 ends a shelf. */
#define SHELVES 256
static int shelf_first[SHELVES], shelf_next[MOST_ROUTES];

static size_t shelf_of(str path) {
  size_t segments = 0;
  for (size_t i = 0; i < path.n; i++) segments += path.p[i] == '/';
  return ((path.n > 1 ? (size_t)path.p[1] * 8 : 0) + segments) % SHELVES;
}

static bool route_sound(const struct route *r) {
  bool needs = r->access == ACCESS_OFFICER || r->access == ACCESS_TOKEN;
  if ((!needs || r->roles) && r->handler && r->access) return true;
  log_line(LOG_ERROR, "routes", "path=%s has no role or no handler", r->path);
  return false;
}

bool routes_prepare(void) {
  for (size_t i = route_count; i-- > 0;) {
    int *first = &shelf_first[shelf_of(str_of(routes[i].path))];
    if (!route_sound(&routes[i])) return false;
    shelf_next[i] = *first;
    *first = (int)i + 1;
  }
  return true;
}

const struct route *route_find(enum http_method method, str path, str args[3], size_t *ret_n, bool *ret_path_known) {
  *ret_path_known = false;
  for (int i = shelf_first[shelf_of(path)]; i; i = shelf_next[i - 1]) {
    const struct route *r = &routes[i - 1];
    if (!path_fits(r->path, path, args, ret_n)) continue;
    *ret_path_known = true;
    if (r->method == method || (r->method == HTTP_GET && method == HTTP_HEAD)) return r;
  }
  return NULL;
}

/* ---- who asks ---------------------------------------------------------------------------------------- */

enum lang request_language(const struct web_request *rq) {
  str hl = field_get(&rq->query, S("hl"));
  enum lang chosen;
  if (text_language_find(hl, &chosen) || text_language_find(http_cookie(rq->http, S("loket_lang")), &chosen)) return chosen;
  bool api = rq->route && (rq->route->access == ACCESS_TOKEN || rq->route->access == ACCESS_API_ANYBODY);
  return api && !str_starts(http_header(rq->http, "Accept-Language"), S("id")) ? LANG_EN : LANG_ID;
}

static enum err check_session(struct web_request *rq) {
  str token = http_cookie(rq->http, COOKIE);
  if (!token.n) return E_DENIED;
  TRY(staff_session(&rq->c, token, &rq->session));
  rq->c.actor = rq->session.actor;
  rq->page.csrf = rq->session.csrf;
  rq->page.officer = rq->session.actor.name;
  return E_OK;
}

static enum err check_token(struct web_request *rq) {
  str header = http_header(rq->http, "Authorization");
  if (!str_starts(header, S("Bearer "))) return E_DENIED;
  return staff_token(&rq->c, str_trim(str_from(header, 7)), &rq->c.actor);
}

/* A kiosk or the guard's phone, in its own hall; an officer may look in as well. */
static enum err check_device(struct web_request *rq, enum device_kind kind) {
  struct device d;
  str token = http_cookie(rq->http, DEVICE_COOKIE);
  bool known = token.n && office_device(&rq->c, token, &d) == E_OK && d.kind == kind && str_eq(d.hall, rq->args[0]);
  if (known) rq->c.actor = (struct actor_id){.role = ROLE_SYSTEM, .name = d.name};
  return known || check_session(rq) == E_OK ? E_OK : ctx_fail(&rq->c, E_DENIED, T_HALL_DEVICE_DENIED, "device", STR_NONE);
}

static unsigned roles_of(const struct web_request *rq) {
  enum role role = rq->c.actor.role;
  bool tiny = !rq->c.office->config->rules.separate_handover; /* one person wears all hats */
  return ROLE_BIT(role) | (role == ROLE_ADMIN && tiny ? ROLE_BIT(ROLE_SUPERVISOR) : 0);
}

/* Of these roles the office wants a second factor: without one there is only the page where it is set up. */
static bool owes_factor(const struct web_request *rq) {
  bool there = str_starts(rq->http->path, S("/petugas/profil")) || str_eq(rq->http->path, S("/petugas/keluar"));
  return !there && staff_owes_factor(&rq->c, &rq->session);
}

static bool role_may(const struct web_request *rq) { return (rq->route->roles & roles_of(rq)) != 0; }

/* The menu names only what this officer may open. */
static void show_menu_of(struct page *p, unsigned roles) {
  p->reads = (roles & ROLES_READERS) != 0;
  p->works = (roles & ROLES_OFFICERS) != 0;
  p->takes = (roles & (ROLES_OFFICERS | ROLE_BIT(ROLE_HEAD))) != 0;
  p->hears = (roles & COMPLAINT_READERS) != 0;
  p->leads = (roles & ROLES_LEADERS) != 0;
}

enum err request_admit(struct web_request *rq) {
  rq->c.lang = rq->page.lang = request_language(rq);
  switch (rq->route->access) {
    case ACCESS_ANYBODY:
      rq->c.actor = (struct actor_id){.role = ROLE_CITIZEN, .name = S("")};
      return E_OK;
    case ACCESS_WEBHOOK:
    case ACCESS_API_ANYBODY: return E_OK;
    case ACCESS_KIOSK: return check_device(rq, DEVICE_KIOSK);
    case ACCESS_DOOR: return check_device(rq, DEVICE_DOOR);
    case ACCESS_OFFICER:
      if (check_session(rq) != E_OK) return E_DENIED;
      show_menu_of(&rq->page, roles_of(rq));
      rq->owes_factor = owes_factor(rq);
      return role_may(rq) && !rq->owes_factor ? E_OK : E_RULE;
    case ACCESS_TOKEN:
      TRY(check_token(rq));
      return role_may(rq) ? E_OK : E_RULE;
  }
  return E_BUG;
}

/* Officers' forms carry the session's token; a form of a citizen is only taken from our own pages. */
enum err request_csrf(struct web_request *rq) {
  enum http_method m = rq->http->method;
  bool changes = m != HTTP_GET && m != HTTP_HEAD;
  if (!changes || rq->route->access == ACCESS_TOKEN || rq->route->access == ACCESS_API_ANYBODY || rq->route->access == ACCESS_WEBHOOK)
    return E_OK;
  str site = http_header(rq->http, "Sec-Fetch-Site");
  if (site.n && !str_eq(site, S("same-origin")) && !str_eq(site, S("none"))) return E_DENIED;
  if (rq->route->access != ACCESS_OFFICER) return E_OK;
  return same_secret(web_field(rq, "csrf"), rq->session.csrf) && rq->session.csrf.n ? E_OK : E_DENIED;
}

/* ---- what he sent --------------------------------------------------------------------------------------- */

struct sending {
  struct web_request *rq;
  struct multipart *multipart;
  struct buf text; /* the text part being read */
  size_t text_left, table_left; /* what all of them may still have together */
  str name;
  bool in_file, refused;
  struct upload_file *file;
};

/* A table an officer sends is read as text; it is no paper of anybody. */
#define TABLE_PART S("tabel")
static bool is_table(const struct web_request *rq, str name) { return rq->route->access == ACCESS_OFFICER && str_eq(name, TABLE_PART); }

/* Clients send a machine's JSON as a field or as a file: it is read in both forms, never sealed as a paper. */
static bool is_the_json(const struct web_request *rq, const struct part *p) {
  if (is_table(rq, p->name)) return true;
  if (rq->route->access != ACCESS_TOKEN) return false;
  return str_eq(p->name, S("application")) || str_starts(arena_lower(rq->http->arena, p->type), S("application/json"));
}

static enum err part_begin(void *self, const struct part *p) {
  struct sending *u = self;
  struct web_request *rq = u->rq;
  u->name = arena_str(rq->http->arena, p->name);
  u->in_file = p->is_file && !is_the_json(rq, p);
  u->refused = false;
  if (!u->in_file) {
    u->text = buf_new(rq->http->arena, is_table(rq, u->name) ? MAX_CSV_TEXT : MAX_FIELD_SIZE);
    return rq->form.n < MAX_PARTS ? E_OK : E_LIMIT;
  }
  if (rq->file_count == MAX_FILES) return E_LIMIT;
  u->file = &rq->files[rq->file_count];
  *u->file = (struct upload_file){.name = u->name, .file_name = arena_str(rq->http->arena, p->filename)};
  if (!rq->intake) TRY(intake_begin(rq->c.office->scans, rq->http->arena, &rq->intake));
  return scan_begin(rq->intake);
}

static enum err part_data(void *self, str piece) {
  struct sending *u = self;
  if (!u->in_file) {
    size_t *left = is_table(u->rq, u->name) ? &u->table_left : &u->text_left;
    if (piece.n > *left) return E_LIMIT;
    *left -= piece.n;
    buf_add(&u->text, piece);
    return u->text.full ? E_LIMIT : E_OK;
  }
  if (u->refused) return E_OK; /* the rest of a refused file passes by; the others are still judged */
  enum err e = scan_write(u->rq->intake, piece);
  if (e != E_INPUT) return e;
  u->refused = true;
  return E_OK;
}

static enum err part_end(void *self) {
  struct sending *u = self;
  struct web_request *rq = u->rq;
  if (!u->in_file) {
    str value = buf_str(&u->text);
    if (!utf8_valid(value) && !is_table(rq, u->name)) return E_INPUT;
    rq->form.at[rq->form.n++] = (struct field){u->name, value};
    return E_OK;
  }
  enum err e = u->refused ? E_INPUT : scan_end(rq->intake, &u->file->sealed);
  if (e != E_OK && e != E_INPUT) return e;
  u->file->problem = intake_problem(rq->intake);
  if (e == E_INPUT) scan_abandon(rq->intake);
  bool unused_input = u->file->problem == SCAN_EMPTY && !u->file->file_name.n; /* an empty file field of a page */
  if (!unused_input) rq->file_count++;
  return E_OK;
}

static enum err upload_write(void *self, str piece) {
  struct sending *u = self;
  return multipart_feed(u->multipart, piece);
}

enum err request_expect_body(struct web_request *rq) {
  struct http_request *http = rq->http;
  static const size_t most[] = {[BODY_NONE] = 0, [BODY_FORM] = MAX_FORM_BODY, [BODY_JSON] = MAX_FORM_BODY,
                                [BODY_FILES] = MAX_UPLOAD_BODY, [BODY_RAW] = MAX_WEBHOOK_BODY, [BODY_UPLOAD] = 0};
  http->keep_body = most[rq->route->body];
  if (rq->route->body == BODY_UPLOAD) return tus_expect(rq);
  if (rq->route->body != BODY_FILES) return E_OK;
  str type = arena_lower(http->arena, http_header(http, "Content-Type"));
  if (rq->route->access == ACCESS_TOKEN && str_starts(type, S("application/json"))) { /* no files: the JSON alone */
    http->keep_body = MAX_FORM_BODY;
    return E_OK;
  }
  struct sending *u = arena_new_of(http->arena, struct sending);
  *u = (struct sending){.rq = rq, .text_left = MAX_FORM_BODY, .table_left = MAX_CSV_TEXT};
  rq->form.at = arena_array(http->arena, struct field, MAX_PARTS);
  rq->files = arena_array(http->arena, struct upload_file, MAX_FILES);
  struct multipart_sink sink = {u, part_begin, part_data, part_end};
  if (multipart_new(http->arena, http_header(http, "Content-Type"), sink, &u->multipart) != E_OK)
    return ctx_fail(&rq->c, E_INPUT, T_API_CONTENT_TYPE, "content_type", STR_NONE);
  http->sink = (struct http_sink){u, upload_write};
  rq->sending = u;
  return E_OK;
}

enum err request_read_body(struct web_request *rq) {
  struct http_request *http = rq->http;
  if (rq->route->body == BODY_UPLOAD) return E_OK; /* judged by its handler: what came may be kept all the same */
  if (http->too_large) return E_LIMIT;
  if (rq->sending) {
    TRY(http->sink_error);
    return multipart_finish(rq->sending->multipart);
  }
  if (rq->route->body == BODY_FORM) return form_decode(http->arena, http->body, MAX_PARTS, &rq->form);
  return E_OK;
}

/* ---- for handlers ------------------------------------------------------------------------------------------ */

static str get(const struct fields *f, const char *name) {
  str v = str_trim(field_get(f, str_of(name)));
  return v.p ? v : S("");
}

str web_field(const struct web_request *rq, const char *name) { return get(&rq->form, name); }
str web_query(const struct web_request *rq, const char *name) { return get(&rq->query, name); }

i64 web_int(const struct web_request *rq, const char *name) {
  i64 v = 0;
  return str_to_i64(web_field(rq, name), &v) ? v : 0;
}

bool web_checked(const struct web_request *rq, const char *name) {
  str v = web_field(rq, name);
  return v.n && !str_eq(v, S("0")) && !str_eq(v, S("no")) && !str_eq(v, S("false"));
}

enum text_key scan_problem_key(enum scan_problem p) {
  static const enum text_key keys[] = {
      [SCAN_FINE] = T_NONE,
      [SCAN_EMPTY] = T_OFFICE_SCAN_EMPTY,
      [SCAN_WRONG_TYPE] = T_OFFICE_SCAN_WRONG_TYPE,
      [SCAN_CUT_OFF] = T_OFFICE_SCAN_CUT_OFF,
      [SCAN_LOCKED] = T_OFFICE_SCAN_LOCKED,
      [SCAN_TOO_LARGE] = T_OFFICE_SCAN_TOO_LARGE,
      [SCAN_TOO_MANY_PIXELS] = T_OFFICE_SCAN_TOO_MANY_PIXELS,
  };
  return keys[p];
}

enum err web_new_scans(struct web_request *rq, struct new_scan **ret, size_t *ret_n) {
  struct new_scan *list = arena_array(rq->c.arena, struct new_scan, rq->file_count + 1);
  bool bad = false;
  for (size_t i = 0; i < rq->file_count; i++) {
    const struct upload_file *f = &rq->files[i];
    if (f->problem != SCAN_FINE) (void)ctx_fail(&rq->c, E_INPUT, scan_problem_key(f->problem), scan_problem_code(f->problem), f->name);
    bad |= f->problem != SCAN_FINE;
    list[i] = (struct new_scan){.sealed = f->sealed, .requirement = f->name, .file_name = f->file_name};
  }
  if (bad) return E_INPUT;
  if (rq->intake) TRY(intake_flush(rq->intake));
  *ret = list;
  *ret_n = rq->file_count;
  return E_OK;
}
