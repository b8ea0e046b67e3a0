#include "scans/verdict.h"

/* ---- reading what a stranger wrote --------------------------------------------------------------- */

static bool copy_is_good(const struct look_copy *c, str memory) {
  if (c->kind >= COPY_KINDS || c->page < 1 || c->page > LOOK_MAX_PAGES) return false;
  if (!c->width || !c->height || c->width > 4096 || c->height > 4096) return false;
  if (c->at < sizeof(struct look_wire) || c->at > memory.n || c->size > memory.n - c->at) return false;
  const u8 *p = (const u8 *)memory.p + c->at;
  return c->size > 4 && p[0] == 0xFF && p[1] == 0xD8 && p[c->size - 2] == 0xFF && p[c->size - 1] == 0xD9;
}

/* One line of printable text. */
static bool text_is_good(const char text[LOOK_TEXT], str *ret) {
  size_t n = strnlen(text, LOOK_TEXT);
  str s = {text, n};
  if (n == 0 || n == LOOK_TEXT || !utf8_valid(s)) return false;
  for (size_t i = 0; i < n; i++)
    if ((u8)text[i] < 0x20 || text[i] == 0x7f) return false;
  *ret = s;
  return true;
}

static bool numbers_are_good(const struct look_wire *w) {
  if (w->magic != LOOK_MAGIC || w->version != LOOK_VERSION || w->finished != 1) return false;
  if (w->problem >= LOOK_PROBLEMS || w->paper >= PAPER_KINDS || w->paper_sure > 100) return false;
  if (w->pages > 100000 || w->width > 100000 || w->height > 100000) return false;
  if (w->copy_count > LOOK_MAX_COPIES || w->read_count > LOOK_MAX_READ) return false;
  for (size_t i = 0; i < LOOK_FAULTS; i++)
    if (w->scores[i] > 1000) return false;
  return true;
}

static bool take_copies(const struct look_wire *w, str memory, struct verdict *v) {
  for (size_t i = 0; i < w->copy_count; i++) {
    const struct look_copy *c = &w->copies[i];
    if (!copy_is_good(c, memory)) return false;
    for (size_t k = 0; k < i; k++)
      if (v->copies[k].kind == c->kind && v->copies[k].page == (int)c->page) return false;
    v->copies[v->copy_count++] = (struct verdict_copy){.kind = (enum copy_kind)c->kind, .page = (int)c->page, .width = (int)c->width,
                                                       .height = (int)c->height, .jpeg = str_sub(memory, c->at, c->size)};
  }
  return true;
}

static bool take_reads(struct arena *a, const struct look_wire *w, struct verdict *v) {
  for (size_t i = 0; i < w->read_count; i++) {
    const struct look_read *r = &w->reads[i];
    str text;
    if (r->kind >= READ_KINDS || r->sure > 100 || !text_is_good(r->text, &text)) return false;
    v->reads[v->read_count++] = (struct verdict_read){.kind = (enum read_kind)r->kind, .sure = (int)r->sure, .text = arena_str(a, text)};
  }
  return true;
}

enum err verdict_read(struct arena *a, str memory, struct verdict *ret) {
  if (memory.n < sizeof(struct look_wire)) return E_INPUT;
  struct look_wire *w = arena_new_of(a, struct look_wire); /* a copy: the other side could still write */
  struct verdict *v = arena_new_of(a, struct verdict);
  memcpy(w, memory.p, sizeof *w);
  if (!numbers_are_good(w)) return E_INPUT;
  v->problem = (enum look_problem)w->problem;
  v->pages = (int)w->pages;
  v->width = (int)w->width;
  v->height = (int)w->height;
  v->judged = w->judged == 1;
  for (size_t i = 0; i < LOOK_FAULTS; i++) v->scores[i] = (int)w->scores[i];
  v->has_likeness = w->has_likeness == 1;
  v->likeness = w->likeness;
  v->paper = (enum paper_kind)w->paper;
  v->paper_sure = (int)w->paper_sure;
  if (!take_copies(w, memory, v) || !take_reads(a, w, v)) return E_INPUT;
  *ret = *v;
  return E_OK;
}
