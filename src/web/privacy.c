#include "web/privacy.h"

#include "web/officer.h"

static enum text_key words_of(const char *family, const char *code) {
  char name[64];
  snprintf(name, sizeof name, "privacy.%s.%s", family, code);
  return text_key_find(str_of(name));
}

static struct tag outcome_tag(enum data_outcome o) {
  static const char *const tones[] = {[DATA_OPEN] = "warn", [DATA_DONE] = "ok", [DATA_REFUSED] = "err"};
  return (struct tag){words_of("outcome", data_outcome_code(o)), tones[o]};
}

/* How long an answer may still take; nothing when it is late or given. */
static str left_of(struct ctx *c, const struct data_request *q) {
  if (q->outcome != DATA_OPEN || q->due_at <= c->now) return S("");
  return TEXT(c->arena, c->lang, T_PRIVACY_PAGE_LEFT, ARG("span", officer_span(c, q->due_at - c->now)));
}

struct request_line privacy_line(struct ctx *c, const struct data_request *q) {
  bool open = q->outcome == DATA_OPEN;
  return (struct request_line){.id = q->id,
                               .kind = words_of("kind", data_request_code(q->kind)),
                               .channel = words_of("channel", request_channel_code(q->channel)),
                               .outcome = outcome_tag(q->outcome),
                               .number = q->number,
                               .asked = q->asked,
                               .reply = q->reply,
                               .received = officer_when(c, q->received_at),
                               .due = officer_when(c, q->due_at),
                               .left = left_of(c, q),
                               .officer = q->officer_name,
                               .closed = open ? S("") : officer_when(c, q->closed_at),
                               .open = open,
                               .late = (open ? c->now : q->closed_at) > q->due_at};
}

struct request_line *privacy_lines(struct ctx *c, const struct request_list *list) {
  struct request_line *lines = arena_array(c->arena, struct request_line, list->n + 1);
  for (size_t i = 0; i < list->n; i++) lines[i] = privacy_line(c, &list->rows[i]);
  return lines;
}

struct local_text privacy_label(struct ctx *c, enum text_key key) {
  str words = text_plain(c->lang, key);
  return (struct local_text){{words, words}};
}

struct choice *privacy_choices(struct ctx *c, const char *family, const char *const *codes, size_t n) {
  struct choice *list = arena_array(c->arena, struct choice, n);
  for (size_t i = 0; i < n; i++) list[i] = (struct choice){.code = str_of(codes[i]), .label = privacy_label(c, words_of(family, codes[i]))};
  return list;
}
