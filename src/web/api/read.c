/* What machines read: the work list, one file, its scans, the public state. */
#include "base/limits.h"
#include "domain/identity.h"
#include "web/api/api.h"

#define USUAL_LIMIT 25

/* ---- GET /applications --------------------------------------------------------------------------------------- */

/* The key of the last row, opaque to the caller: due_at and id in hexadecimal. */
static str cursor_text(struct arena *a, const struct list_row *last) {
  return arena_printf(a, "%llx-%llx", (unsigned long long)last->key_due, (unsigned long long)last->key_id);
}

static bool hex_i64(str s, i64 *ret) {
  u64 v = 0;
  for (size_t i = 0; i < s.n; i++) {
    char c = s.p[i];
    int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
    if (digit < 0) return false;
    v = v << 4 | (u64)digit;
  }
  *ret = (i64)v;
  return s.n > 0 && s.n <= 15;
}

static bool cursor_read(str text, struct list_query *q) {
  str due;
  return !text.n || (str_cut(&text, '-', &due) && text.p && hex_i64(due, &q->after_due) && hex_i64(text, &q->after_id));
}

static void unknown_state(struct ctx *c) {
  str words[STATES];
  words[0] = S("open"); /* in the place of draft: a draft has no number and stands in no list */
  for (int s = 1; s < STATES; s++) words[s] = str_of(state_code((enum state)s));
  (void)ctx_fail_arg(c, E_INPUT, T_API_UNKNOWN_VALUE, "unknown_state", S("state"), "known",
                     api_words(c->arena, words, STATES));
}

static enum err read_query(struct web_request *rq, struct list_query *q) {
  struct ctx *c = &rq->c;
  str state = web_query(rq, "state"), owner = web_query(rq, "owner"), limit = web_query(rq, "limit");
  i64 n = USUAL_LIMIT;
  *q = (struct list_query){.service = web_query(rq, "service")};
  q->any_open = !state.n || str_eq(state, S("open"));
  if (!q->any_open && (!state_parse(state, &q->state) || q->state == STATE_DRAFT)) unknown_state(c);
  if (q->service.n && !catalogue_find(&c->office->catalogue, q->service))
    (void)ctx_fail(c, E_INPUT, T_OFFICE_UNKNOWN_SERVICE, "unknown_service", S("service"));
  if (str_eq(owner, S("me")))
    q->owner = c->actor.officer;
  else if (owner.n)
    (void)ctx_fail_arg(c, E_INPUT, T_API_UNKNOWN_VALUE, "unknown_owner", S("owner"), "known", S("me"));
  if (limit.n && (!str_to_i64(limit, &n) || n < 1 || n > MAX_LIST))
    (void)ctx_fail_arg(c, E_INPUT, T_API_BAD_LIMIT, "limit", S("limit"), "max", arena_printf(c->arena, "%d", MAX_LIST));
  q->limit = (int)n;
  if (!cursor_read(web_query(rq, "after"), q)) (void)ctx_fail(c, E_INPUT, T_API_BAD_CURSOR, "cursor", S("after"));
  return c->fault_count ? E_INPUT : E_OK;
}

static void put_row(struct json_out *o, const struct list_row *row) {
  put_open(o, NULL, '{');
  put_text(o, "number", row->number);
  put_text(o, "service", row->service->code);
  put_code(o, "state", state_code(row->state));
  put_time(o, "submitted_at", row->submitted_at);
  put_time(o, "due_at", row->due_at);
  put_opt(o, "owner", row->owner_name);
  put_close(o, '}');
}

void api_list_applications(struct web_request *rq, struct http_response *rs) {
  struct list_query q;
  struct list list = {0};
  enum err e = read_query(rq, &q);
  if (e == E_OK) e = office_list(&rq->c, &q, &list);
  if (e != E_OK) {
    api_error(rq, rs, e);
    return;
  }
  struct json_out o = json_out_new(rq->c.arena);
  put_open(&o, "items", '[');
  for (size_t i = 0; i < list.n; i++) put_row(&o, &list.rows[i]);
  put_close(&o, ']');
  if (list.more)
    put_text(&o, "next", cursor_text(rq->c.arena, &list.rows[list.n - 1]));
  else
    put_null(&o, "next");
  web_json(rq, rs, 200, json_out_end(&o));
}

/* ---- GET /applications/{number} -------------------------------------------------------------------------------- */

void api_put_modes(struct json_out *o, unsigned modes) {
  static const char *const names[] = {"form", "upload", "show", "withdraw", "optional", "officer"};
  put_open(o, "mode", '[');
  for (size_t i = 0; i < COUNT(names); i++)
    if (modes & (1u << i)) put_code(o, NULL, names[i]);
  put_close(o, ']');
}

static void put_requirements(struct json_out *o, struct ctx *c, const struct application *f) {
  const struct item *open[MAX_REQUIREMENTS];
  put_open(o, "requirements", '[');
  for (size_t i = 0; i < f->item_count; i++) {
    const struct item *item = &f->items[i];
    put_open(o, NULL, '{');
    put_text(o, "code", item->requirement->code);
    put_text(o, "label", local(&item->requirement->label, c->lang));
    put_code(o, "state", item_state_code(item->state));
    put_opt(o, "fault", str_of(fault_code(item->fault)));
    put_opt(o, "note", item->note);
    api_put_modes(o, item->requirement->modes);
    put_code(o, "original", original_code(item->original));
    put_bool(o, "compare", item_needs_original(item, f->originals));
    put_int(o, "scans", item->scans);
    put_close(o, '}');
  }
  put_close(o, ']');
  size_t n = items_open(f->items, f->item_count, open, MAX_REQUIREMENTS);
  put_open(o, "missing", '[');
  for (size_t i = 0; i < n; i++) put_text(o, NULL, open[i]->requirement->code);
  put_close(o, ']');
}

/* Papers are judged per requirement: the verdict of a scan is that of the requirement it is tied to now. */
static str verdict_of(const struct application *f, const struct scan_row *s) {
  if (s->verdict.n || s->replaced_at) return s->verdict;
  for (size_t i = 0; i < f->item_count; i++) {
    enum item_state state = f->items[i].state;
    if (!str_eq(f->items[i].requirement->code, s->requirement)) continue;
    return state == ITEM_ACCEPTED || state == ITEM_FAULTY ? str_of(item_state_code(state)) : STR_NONE;
  }
  return STR_NONE;
}

static void put_scans(struct json_out *o, const char *name, const struct application *f, const struct scan_row *scans,
                      size_t n) {
  put_open(o, name, '[');
  for (size_t i = 0; i < n; i++) {
    const struct scan_row *s = &scans[i];
    if (s->destroyed) continue; /* there is nothing left to fetch */
    put_open(o, NULL, '{');
    put_text(o, "id", s->id);
    put_opt(o, "requirement", s->requirement);
    put_text(o, "content_type", s->type);
    put_int(o, "size", s->size);
    put_opt(o, "verdict", verdict_of(f, s));
    put_text(o, "source", s->source);
    put_time(o, "created_at", s->created_at);
    put_bool(o, "replaced", s->replaced_at != 0);
    put_close(o, '}');
  }
  put_close(o, ']');
}

static void put_events(struct json_out *o, const struct file_whole *w) {
  put_open(o, "events", '[');
  for (size_t i = 0; i < w->event_count; i++) {
    const struct event_line *e = &w->events[i];
    put_open(o, NULL, '{');
    put_int(o, "seq", e->seq);
    put_time(o, "at", e->at);
    put_text(o, "kind", e->kind);
    put_text(o, "actor", e->actor);
    put_opt(o, "actor_name", e->actor_name);
    put_raw(o, "data", e->data);
    put_close(o, '}');
  }
  put_close(o, ']');
}

static void put_messages(struct json_out *o, const struct file_whole *w) {
  put_open(o, "messages", '[');
  for (size_t i = 0; i < w->message_count; i++) {
    const struct message_line *m = &w->messages[i];
    put_open(o, NULL, '{');
    put_time(o, "at", m->at);
    put_code(o, "from", m->ours ? "office" : "citizen");
    put_text(o, "kind", m->kind);
    put_text(o, "text", m->body);
    put_opt(o, "officer", m->officer);
    put_opt(o, "scan", m->scan);
    put_close(o, '}');
  }
  put_close(o, ']');
}

static enum err put_handover(struct json_out *o, struct ctx *c, const struct application *f) {
  struct handover h = {0};
  enum err e = f->state == STATE_COMPLETED ? office_handover(c, f->id, &h) : E_NOTFOUND;
  if (e != E_OK) {
    put_null(o, "handover");
    return e == E_NOTFOUND ? E_OK : e;
  }
  put_open(o, "handover", '{');
  put_time(o, "at", h.at);
  put_opt(o, "officer", h.officer_name);
  put_text(o, "receiver", h.receiver);
  put_opt(o, "relation", h.relation);
  put_opt(o, "identity_kind", h.identity_kind);
  put_opt(o, "identity_last4", h.identity_last4);
  put_bool(o, "proxy", h.proxy);
  put_bool(o, "proxy_letter", h.proxy_letter);
  put_close(o, '}');
  return E_OK;
}

static void put_work(struct json_out *o, struct ctx *c, const struct file_whole *w) {
  const struct application *f = &w->f;
  put_opt(o, "owner", w->owner_name);
  put_time(o, "submitted_at", f->submitted_at);
  put_time(o, "changed_at", f->changed_at);
  put_time(o, "due_at", file_due(f, c->now));
  if (f->state == STATE_ON_HOLD) {
    put_open(o, "hold", '{');
    put_code(o, "reason", hold_code(f->hold_reason));
    put_opt(o, "note", f->hold_note);
    put_close(o, '}');
  } else {
    put_null(o, "hold");
  }
  put_opt(o, "siak_number", f->siak_number);
  put_open(o, "result", '{');
  put_opt(o, "kind", f->result_kind);
  put_opt(o, "number", f->result_number);
  put_close(o, '}');
  put_opt(o, "shelf", f->shelf);
  put_opt(o, "ground", f->ground);
  put_opt(o, "advice", f->advice);
}

static void put_actions(struct json_out *o, struct ctx *c, const struct application *f) {
  u64 allowed = office_allowed(c, f);
  put_open(o, "allowed_actions", '[');
  for (int a = 0; a < ACTIONS; a++)
    if ((allowed >> a & 1) && api_takes((enum action)a)) put_code(o, NULL, action_code((enum action)a));
  put_close(o, ']');
}

static enum err put_file(struct json_out *o, struct ctx *c, const struct file_whole *w) {
  const struct application *f = &w->f;
  put_text(o, "number", f->number);
  put_text(o, "service", f->service->code);
  put_text(o, "rules", f->ruleset);
  put_code(o, "state", state_code(f->state));
  put_int(o, "version", f->version);
  put_code(o, "channel", channel_code(f->channel));
  put_open(o, "applicant", '{');
  put_text(o, "name", f->applicant);
  put_opt(o, "phone", f->phone);
  put_close(o, '}');
  put_raw(o, "answers", answers_json(c->arena, f->service, &f->answers));
  put_raw(o, "data", f->data);
  put_code(o, "delivery", delivery_code(f->delivery));
  put_code(o, "originals", originals_code(f->originals));
  put_requirements(o, c, f);
  put_scans(o, "scans", f, w->scans, w->scan_count);
  put_scans(o, "loose_scans", f, w->loose, w->loose_count);
  put_events(o, w);
  put_messages(o, w);
  put_work(o, c, w);
  put_actions(o, c, f);
  put_text(o, "status_url", file_status_url(c, f));
  return put_handover(o, c, f);
}

void api_open_application(struct web_request *rq, struct http_response *rs) {
  struct file_whole *w = arena_new_of(rq->c.arena, struct file_whole);
  struct json_out o = json_out_new(rq->c.arena);
  enum err e = office_file(&rq->c, rq->args[0], w);
  if (e == E_OK) e = put_file(&o, &rq->c, w);
  if (e == E_OK)
    web_json(rq, rs, 200, json_out_end(&o));
  else
    api_error(rq, rs, e);
}

void api_open_scan(struct web_request *rq, struct http_response *rs) {
  struct sealed_scan scan;
  enum err e = office_view_scan(&rq->c, rq->args[0], rq->args[1], &scan);
  if (e == E_OK) e = web_scan(rq, rs, &scan, false);
  if (e != E_OK) api_error(rq, rs, e);
}

/* ---- GET /track/{number} --------------------------------------------------------------------------------------- */

#define TRIES_PER_NUMBER 10 /* wrong digits a minute */

static enum err track(struct web_request *rq, struct tracked *ret) {
  struct ctx *c = &rq->c;
  int most = c->office->config->server.track_per_minute;
  str peer = rq->http->peer;
  bool spent = web_exhausted("track", peer, most) || web_exhausted("track-number", rq->args[0], TRIES_PER_NUMBER);
  if (most && spent) return ctx_fail(c, E_LIMIT, T_API_TOO_OFTEN, "too_often", STR_NONE);
  str digits = web_query(rq, "phone_last4");
  if (!digits.n) return ctx_fail(c, E_INPUT, T_API_DIGITS_NEEDED, "missing", S("phone_last4"));
  enum err e = office_track(c, rq->args[0], digits, ret);
  if (e == E_NOTFOUND && most) { /* only guesses count: of this peer, and at this number */
    (void)web_allow("track", peer, most);
    (void)web_allow("track-number", rq->args[0], TRIES_PER_NUMBER);
  }
  return e;
}

void api_track(struct web_request *rq, struct http_response *rs) {
  struct tracked t;
  enum err e = track(rq, &t);
  if (e != E_OK) {
    api_error(rq, rs, e);
    return;
  }
  struct json_out o = json_out_new(rq->c.arena);
  put_text(&o, "number", t.number);
  put_text(&o, "service", t.service->code);
  put_code(&o, "state", state_code(t.state));
  put_time(&o, "submitted_at", t.submitted_at);
  put_time(&o, "changed_at", t.changed_at);
  web_json(rq, rs, 200, json_out_end(&o));
}
