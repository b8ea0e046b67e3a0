#include "office/words.h"

#define MAX_BODY 12000
#define MAX_LIST_BYTES 640 /* of an interactive body of 1,024 characters; the rest is for the sentences around it */
#define MAX_LABEL 90

struct words words_new(struct arena *a, enum lang lang, struct say *ret) {
  *ret = (struct say){.kind = SAY_TEXT};
  return (struct words){.a = a, .lang = lang, .body = buf_new(a, MAX_BODY), .say = ret};
}

void words_line(struct words *w, str line) {
  if (!line.n) return;
  if (w->body.n) buf_byte(&w->body, '\n');
  buf_add(&w->body, line);
}

void words_block(struct words *w, str line) {
  if (!line.n) return;
  if (w->body.n) buf_byte(&w->body, '\n');
  words_line(w, line);
}

void words_item(struct words *w, str mark, str text) {
  words_line(w, mark);
  buf_byte(&w->body, ' ');
  buf_add(&w->body, text);
}

str words_coded(const struct words *w, const char *family, const char *code) {
  enum text_key key = text_key_find(arena_printf(w->a, "%s.%s", family, code));
  return key == T_NONE ? STR_NONE : text_plain(w->lang, key);
}

str words_number(struct arena *a, i64 n) { return arena_printf(a, "%lld", (long long)n); }

str words_fit(struct arena *a, str text, size_t max) {
  if (utf8_count(text) <= max) return text;
  str cut = utf8_cut(text, max - 1);
  return arena_printf(a, STR_FMT "…", STR_ARG(cut));
}

static str paper_text(const struct words *w, const struct item *i, bool faults) {
  str label = words_fit(w->a, local(&i->requirement->label, w->lang), MAX_LABEL);
  if (!faults || i->state != ITEM_FAULTY) return label;
  str what = words_coded(w, "fault", fault_code(i->fault));
  str todo = words_coded(w, "fault_todo", fault_code(i->fault));
  str note = words_fit(w->a, str_trim(i->note), 120);
  return arena_printf(w->a, STR_FMT "%s" STR_FMT "%s" STR_FMT "%s" STR_FMT, STR_ARG(label), what.n ? ": " : "",
                      STR_ARG(what), todo.n ? ". " : "", STR_ARG(todo), note.n ? " " : "", STR_ARG(note));
}

void words_papers(struct words *w, const struct words_papers *p) {
  size_t start = w->body.n;
  for (size_t i = 0; i < p->n; i++) {
    str text = paper_text(w, p->items[i], p->faults);
    if (i > 0 && w->body.n - start + text.n > MAX_LIST_BYTES) {
      words_item(w, S("-"), WORDS(w, T_CHAT_LIST_MORE, ARG("n", words_number(w->a, (i64)(p->n - i)))));
      return;
    }
    words_item(w, S("-"), text);
  }
}

static void become_text(struct words *w) {
  struct say *s = w->say;
  if (s->kind == SAY_LINK) words_block(w, s->url);
  s->kind = SAY_TEXT;
  s->row_count = 0;
  s->button = s->url = STR_NONE;
}

void words_end(struct words *w) {
  struct say *s = w->say;
  if (s->kind != SAY_TEXT && utf8_count(buf_str(&w->body)) > MAX_WA_INTERACTIVE) become_text(w);
  if (s->kind == SAY_TEXT && s->footer.n) {
    words_block(w, s->footer);
    s->footer = STR_NONE;
  }
  s->body = words_fit(w->a, buf_str(&w->body), MAX_WA_TEXT);
}
