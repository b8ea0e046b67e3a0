/* The WhatsApp inbox: who waits, what was said, photos that belong to nothing yet. */
#include "domain/identity.h"
#include "web/officer.h"

#include "office/inbound.h"

#define CHATS_PAGE 40
#define LATE_ANSWER MINUTES(30)
#define TARGET_FILES 4

static struct chat_row chat_row_of(struct ctx *c, const struct inbox_line *l) {
  const struct chat_line *chat = &l->chat;
  moment waited = chat->waiting_since ? c->now - chat->waiting_since : 0;
  str phone = chat->phone.n ? phone_masked(c->arena, chat->phone) : S("");
  return (struct chat_row){.id = arena_printf(c->arena, "%lld", (long long)chat->id),
                           .name = chat->name.n ? name_masked(c->arena, chat->name)
                                   : phone.n    ? phone
                                                : S("WhatsApp"),
                           .phone = chat->name.n ? phone : S(""),
                           .last = utf8_cut(chat->last_words, 90),
                           .waiting = chat->waiting_since ? officer_span(c, waited) : S(""),
                           .late = waited > LATE_ANSWER,
                           .window_left = officer_window(c, chat->window_until),
                           .photos = (int)l->loose,
                           .number = l->number,
                           .with_officer = chat->human_until > c->now};
}

void officer_inbox(struct web_request *rq, struct http_response *rs) {
  struct ctx *c = &rq->c;
  struct inbox in;
  str key = web_query(rq, "setelah"), at;
  i64 before = 0, before_id = 0;
  if (!str_cut(&key, '.', &at) || !str_to_i64(at, &before) || !str_to_i64(key, &before_id)) before = before_id = 0;
  enum err e = desk_inbox(c, before, before_id, CHATS_PAGE, &in);
  if (e != E_OK) {
    web_error(rq, rs, e);
    return;
  }
  struct chat_row *rows = arena_array(c->arena, struct chat_row, in.n + 1);
  for (size_t i = 0; i < in.n; i++) rows[i] = chat_row_of(c, &in.rows[i]);
  struct inbox_view v = {.rows = rows, .row_count = in.n, .waiting = (int)in.waiting};
  if (in.more && in.n) {
    const struct chat_line *last = &in.rows[in.n - 1].chat;
    v.next_url =
        arena_printf(c->arena, "/petugas/wa?setelah=%lld.%lld", (long long)last->last_in_at, (long long)last->id);
  }
  inbox_page(&rq->page, &v);
  web_page(rq, rs, 200);
}

/* ---- one chat ------------------------------------------------------------------------------------------------ */

static i64 chat_id(const struct web_request *rq) {
  i64 id;
  return str_to_i64(rq->args[0], &id) && id > 0 ? id : -1;
}

/* Where a photo of this citizen may go: the papers of the files that still run. */
static enum err fill_targets(struct ctx *c, const struct chat_whole *w, struct chat_view *v) {
  struct option *list = arena_array(c->arena, struct option, TARGET_FILES * MAX_REQUIREMENTS + 1);
  size_t files = 0;
  for (size_t i = 0; i < w->applications.n && files < TARGET_FILES; i++) {
    struct file_whole f = {0};
    if (state_is_final(w->applications.rows[i].state)) continue;
    files++;
    TRY(office_file(c, w->applications.rows[i].number, &f));
    for (size_t k = 0; k < f.f.item_count; k++) {
      str code = f.f.items[k].requirement->code, label = officer_item_label(c, &f.f.items[k]);
      list[v->target_count++] =
          (struct option){.value = arena_printf(c->arena, STR_FMT "/" STR_FMT, STR_ARG(f.f.number), STR_ARG(code)),
                          .label = arena_printf(c->arena, STR_FMT " · " STR_FMT, STR_ARG(f.f.number), STR_ARG(label))};
    }
  }
  v->targets = list;
  return E_OK;
}

static enum err chat_view_of(struct web_request *rq, struct chat_view *v) {
  struct ctx *c = &rq->c;
  struct chat_whole w = {0};
  struct thread_view t;
  TRY(office_chat(c, chat_id(rq), &w));
  TRY(officer_thread(rq, w.chat.id, w.messages, w.message_count, &t));
  str phone = w.chat.phone.n ? phone_masked(c->arena, w.chat.phone) : S("");
  bool works = (ROLES_OFFICERS & ROLE_BIT(c->actor.role)) != 0;
  *v = (struct chat_view){.id = rq->args[0],
                          .name = w.chat.name.n ? w.chat.name
                                  : phone.n     ? phone
                                                : S("WhatsApp"),
                          .phone = w.chat.name.n ? phone : S(""),
                          .with_officer = w.chat.human_until > c->now,
                          .window_left = officer_window(c, w.chat.window_until),
                          .notice = officer_notice(rq),
                          .messages = t.messages,
                          .message_count = t.message_count,
                          .canned = t.canned,
                          .canned_count = t.canned_count,
                          .files = officer_rows(c, &w.applications, NULL),
                          .file_count = w.applications.n,
                          .can_reply = works,
                          .draft = t.draft};
  return works ? fill_targets(c, &w, v) : E_OK;
}

static void show(struct web_request *rq, struct http_response *rs, enum err why) {
  struct chat_view v;
  str reason = why == E_OK ? S("") : officer_fault(rq, why);
  enum err e = chat_view_of(rq, &v);
  if (e != E_OK) {
    web_error(rq, rs, e);
    return;
  }
  v.error = reason;
  chat_page(&rq->page, &v);
  web_page(rq, rs, web_status_of(why));
}

static void done(struct web_request *rq, struct http_response *rs, enum err e, const char *tail) {
  if (e == E_OK)
    web_redirect(rq, rs, arena_printf(rq->c.arena, "/petugas/wa/%lld%s", (long long)chat_id(rq), tail));
  else
    show(rq, rs, e);
}

void officer_chat(struct web_request *rq, struct http_response *rs) { show(rq, rs, E_OK); }

void officer_chat_reply(struct web_request *rq, struct http_response *rs) {
  done(rq, rs, office_officer_says(&rq->c, chat_id(rq), web_field(rq, "text")), "?kabar=balasan");
}

void officer_chat_bot(struct web_request *rq, struct http_response *rs) {
  done(rq, rs, office_give_back(&rq->c, chat_id(rq)), "?kabar=bot");
}

void officer_chat_tie(struct web_request *rq, struct http_response *rs) {
  str requirement = web_field(rq, "target"), number;
  if (!str_cut(&requirement, '/', &number)) number = S("");
  done(rq, rs, office_tie_scan(&rq->c, number, web_field(rq, "media"), requirement, NULL), "?kabar=terikat");
}

void officer_chat_photo(struct web_request *rq, struct http_response *rs) {
  struct sealed_scan scan;
  enum err e = office_view_chat_scan(&rq->c, chat_id(rq), rq->args[1], &scan);
  if (e == E_OK) e = web_scan(rq, rs, &scan, false);
  if (e != E_OK) web_error(rq, rs, e);
}
