/* What happened to a file and what was said, as lines. */
#include <jansson.h>

#include "office/json.h"
#include "office/notice.h"
#include "web/officer.h"

/* ---- the conversation -------------------------------------------------------------------------------- */

static enum text_key delivery_words(const struct message_line *m) {
  static const enum text_key keys[] = {T_OFFICER_DELIVERY_QUEUED, T_OFFICER_DELIVERY_SENT, T_OFFICER_DELIVERY_DELIVERED,
                                       T_OFFICER_DELIVERY_READ, T_OFFICER_DELIVERY_READ};
  if (!m->ours) return T_NONE;
  return m->status >= 0 && (size_t)m->status < COUNT(keys) ? keys[m->status] : T_OFFICER_DELIVERY_FAILED;
}

static str who_wrote(struct ctx *c, const struct message_line *m) {
  if (!m->ours) return text_plain(c->lang, T_OFFICER_INBOX_WHO);
  return m->officer.n ? m->officer : text_plain(c->lang, T_DESK_WHO_BOT);
}

static str tie_words(struct ctx *c, const struct tied_to *t) {
  if (!t->requirement.n) return S("");
  if (!t->number.n) return t->requirement;
  return arena_printf(c->arena, STR_FMT " · " STR_FMT, STR_ARG(t->number), STR_ARG(t->requirement));
}

/* What stands where something was erased. */
static str gone_words(struct ctx *c, const struct message_line *m) {
  moment at = m->erased_at ? m->erased_at : m->scan_gone ? m->scan_gone_at : 0;
  str date = at ? text_date(c->arena, c->lang, local_of(at).date) : S("");
  if (m->erased_at) return TEXT(c->arena, c->lang, T_DESK_THREAD_ERASED, ARG("date", date));
  if (!m->scan_gone) return S("");
  if (!at) return text_plain(c->lang, T_DESK_THREAD_GONE);
  return TEXT(c->arena, c->lang, m->scan_asked ? T_DESK_THREAD_ASKED : T_DESK_THREAD_KEPT_OVER, ARG("date", date));
}

static struct message_view message_of(struct ctx *c, i64 chat, const struct message_line *m, const struct tied_to *t) {
  bool there = m->scan.n && !m->scan_gone && !m->erased_at;
  struct message_view v = {.from_citizen = !m->ours,
                           .from_bot = m->ours && !m->officer.n,
                           .who = who_wrote(c, m),
                           .when = officer_when(c, m->at),
                           .iso = rfc3339(c->arena, m->at),
                           .text = m->body,
                           .gone = gone_words(c, m),
                           .delivery = delivery_words(m),
                           .media = there ? m->scan : S(""),
                           .media_is_pdf = t->is_pdf,
                           .tied_to = there ? tie_words(c, t) : S("")};
  if (!there) return v;
  v.media_url = arena_printf(c->arena, "/petugas/wa/%lld/foto/" STR_FMT, (long long)chat, STR_ARG(m->scan));
  if (t->has_thumb) v.thumb_url = arena_printf(c->arena, STR_FMT "/kecil", STR_ARG(v.media_url));
  return v;
}

/* Answers that officers give many times a day. They go to citizens: always in Indonesian. */
static struct canned_view *canned_answers(struct ctx *c, size_t *ret_n) {
  static const struct {
    const char *code;
    enum text_key title, text;
  } answers[] = {
      {"photo", T_DESK_CANNED_PHOTO_TITLE, T_DESK_CANNED_PHOTO_TEXT},
      {"form", T_DESK_CANNED_FORM_TITLE, T_DESK_CANNED_FORM_TEXT},
      {"originals", T_DESK_CANNED_ORIGINALS_TITLE, T_DESK_CANNED_ORIGINALS_TEXT},
      {"hours", T_DESK_CANNED_HOURS_TITLE, T_DESK_CANNED_HOURS_TEXT},
      {"free", T_DESK_CANNED_FREE_TITLE, T_DESK_CANNED_FREE_TEXT},
      {"thanks", T_DESK_CANNED_THANKS_TITLE, T_DESK_CANNED_THANKS_TEXT},
  };
  struct canned_view *list = arena_array(c->arena, struct canned_view, COUNT(answers));
  str hours = office_hours_text(c);
  for (size_t i = 0; i < COUNT(answers); i++)
    list[i] = (struct canned_view){str_of(answers[i].code), text_plain(c->lang, answers[i].title),
                                   TEXT(c->arena, LANG_ID, answers[i].text, ARG("hours", hours))};
  *ret_n = COUNT(answers);
  return list;
}

enum err officer_thread(struct web_request *rq, i64 chat, const struct message_line *lines, size_t n,
                        struct thread_view *ret) {
  struct ctx *c = &rq->c;
  struct tied_to *ties;
  *ret = (struct thread_view){.messages = arena_array(c->arena, struct message_view, n + 1), .message_count = n};
  TRY(desk_ties(c, lines, n, &ties));
  for (size_t i = 0; i < n; i++) ret->messages[i] = message_of(c, chat, &lines[i], &ties[i]);
  ret->canned = canned_answers(c, &ret->canned_count);
  ret->draft = web_field(rq, "text"); /* typed before, when the reply was not sent */
  for (size_t i = 0; i < ret->canned_count; i++)
    if (str_eq(ret->canned[i].code, web_query(rq, "balasan"))) ret->draft = ret->canned[i].text;
  return E_OK;
}

/* ---- the history --------------------------------------------------------------------------------------- */

static str words_of(struct ctx *c, const char *family, str code) {
  enum text_key key = text_key_find(arena_printf(c->arena, "%s." STR_FMT, family, STR_ARG(code)));
  return code.n && key != T_NONE ? text_plain(c->lang, key) : S("");
}

/* "Surat keterangan lahir", "Foto buram", "Rak B-12": what an event says beside its kind. */
static void add_details(struct ctx *c, const struct file_whole *w, const json_t *data, struct buf *b) {
  const struct requirement *r = service_requirement(w->f.service, json_member(data, "requirement"));
  const str details[] = {r ? local(&r->label, c->lang) : S(""),
                         words_of(c, "fault", json_member(data, "fault")),
                         words_of(c, "officer.original", json_member(data, "original")),
                         words_of(c, "hold", json_member(data, "hold")),
                         json_member(data, "siak_number"),
                         json_member(data, "result_number"),
                         json_member(data, "shelf"),
                         json_member(data, "ticket"),
                         json_member(data, "reason"),
                         json_member(data, "note")};
  for (size_t i = 0; i < COUNT(details); i++)
    if (details[i].n) buf_printf(b, "%s" STR_FMT, b->n ? " · " : "", STR_ARG(details[i]));
}

static str event_words(struct ctx *c, const struct file_whole *w, const struct event_line *e, enum text_key kind) {
  struct buf b = buf_new(c->arena, 16u << 10);
  json_t *data = json_loadb(e->data.n ? e->data.p : "{}", e->data.n ? e->data.n : 2, 0, NULL);
  add_details(c, w, data, &b);
  str details = arena_str(c->arena, buf_str(&b)), what = text_plain(c->lang, kind);
  json_decref(data);
  return details.n ? arena_printf(c->arena, STR_FMT ": " STR_FMT, STR_ARG(what), STR_ARG(details)) : what;
}

/* Newest first. Looks at pictures are in the chain for the auditor, not in the colleagues' history. */
struct timeline_line *officer_timeline(struct ctx *c, const struct file_whole *w, size_t *ret_n) {
  struct timeline_line *list = arena_array(c->arena, struct timeline_line, w->event_count + 1);
  size_t n = 0;
  for (size_t i = w->event_count; i-- > 0;) {
    const struct event_line *e = &w->events[i];
    enum text_key kind = text_key_find(arena_printf(c->arena, "desk.event." STR_FMT, STR_ARG(e->kind)));
    if (kind == T_NONE) continue;
    list[n++] = (struct timeline_line){.when = officer_when(c, e->at),
                                       .iso = rfc3339(c->arena, e->at),
                                       .text = event_words(c, w, e, kind),
                                       .who = e->actor_name};
  }
  *ret_n = n;
  return list;
}
