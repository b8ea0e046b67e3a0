#include "web/papers.h"

#include "domain/identity.h"
#include "office/notice.h"
#include "report/paper.h"
#include "web/pages/views.h"

struct paper_office papers_office(struct ctx *c) {
  const struct config *cfg = c->office->config;
  str hours = office_hours_text(c);
  str contact = cfg->office.phone.n
                    ? arena_printf(c->arena, STR_FMT " · " STR_FMT, STR_ARG(cfg->office.phone), STR_ARG(hours))
                    : hours;
  return (struct paper_office){.name = text_plain(c->lang, T_DESK_OFFICE_NAME),
                               .place = cfg->office.name,
                               .address = cfg->office.address,
                               .contact = contact};
}

/* What stands on paper is seen by many: its code leads to the public check, never to the personal page. */
static str verify_url(struct ctx *c, const struct application *f) {
  return office_url(c, "/v/", f->number);
}

/* ---- receipt ------------------------------------------------------------------------------------------ */

static enum paper_tone item_tone(enum item_state s) {
  static const enum paper_tone tones[] = {[ITEM_MISSING] = TONE_WAIT,
                                          [ITEM_RECEIVED] = TONE_PLAIN,
                                          [ITEM_ACCEPTED] = TONE_GOOD,
                                          [ITEM_FAULTY] = TONE_BAD,
                                          [ITEM_SEEN] = TONE_GOOD};
  return tones[s];
}

static str item_words(struct ctx *c, const struct item *i) {
  return text_plain(c->lang,
                    i->state == ITEM_FAULTY && i->fault ? words_fault(i->fault) : tag_citizen_item(i->state).text);
}

static void fill_papers(struct ctx *c, const struct application *f, struct receipt_paper *p) {
  struct paper_row *papers = arena_array(c->arena, struct paper_row, f->item_count + 1);
  str *missing = arena_array(c->arena, str, f->item_count + 1), *bring = arena_array(c->arena, str, f->item_count + 1);
  const struct item *open[MAX_REQUIREMENTS];
  size_t n = items_open(f->items, f->item_count, open, MAX_REQUIREMENTS);
  for (size_t i = 0; i < n; i++) missing[p->missing_count++] = local(&open[i]->requirement->label, c->lang);
  for (size_t i = 0; i < f->item_count; i++) {
    const struct item *it = &f->items[i];
    str label = local(&it->requirement->label, c->lang);
    if (it->state != ITEM_MISSING)
      papers[p->paper_count++] = (struct paper_row){label, item_words(c, it), item_tone(it->state)};
    if (item_needs_original(it, f->originals)) bring[p->bring_count++] = label;
  }
  p->papers = papers;
  p->missing = missing;
  p->bring = bring;
}

enum err receipt_pdf(struct ctx *c, const struct file_whole *w, str *ret_pdf) {
  const struct application *f = &w->f;
  moment due = file_due(f, c->now);
  struct receipt_paper p = {.lang = c->lang,
                            .office = papers_office(c),
                            .made_at = c->now,
                            .number = f->number,
                            .status_url = verify_url(c, f),
                            .service = local(&f->service->label, c->lang),
                            .applicant = name_masked(c->arena, f->applicant),
                            .received_at = text_moment(c->arena, c->lang, f->submitted_at),
                            .due_at = due && state_clock_runs(f->state) ? text_moment(c->arena, c->lang, due) : S("")};
  fill_papers(c, f, &p);
  return paper_receipt(c->arena, &p, ret_pdf);
}

/* ---- hand-over ------------------------------------------------------------------------------------------ */

static str chosen_words(struct ctx *c, str code, const struct code_words *choices, size_t n) {
  for (size_t i = 0; i < n; i++)
    if (str_is(code, choices[i].code)) return text_plain(c->lang, choices[i].text);
  return code;
}

static void fill_originals(struct ctx *c, const struct application *f, struct handover_paper *p) {
  struct paper_original *list = arena_array(c->arena, struct paper_original, f->item_count + 1);
  for (size_t i = 0; i < f->item_count; i++) {
    const struct item *it = &f->items[i];
    if (!item_needs_original(it, f->originals)) continue;
    bool withdrawn = (it->requirement->modes & MODE_WITHDRAW) != 0;
    list[p->original_count++] =
        (struct paper_original){.label = local(&it->requirement->label, c->lang),
                                .result = text_plain(c->lang, tag_original(it->original).text),
                                .after = text_plain(c->lang, withdrawn ? T_DESK_WITHDRAWN : T_DESK_RETURNED),
                                .tone = it->original == ORIGINAL_SAME ? TONE_GOOD : TONE_PLAIN};
  }
  p->originals = list;
}

static void fill_documents(struct ctx *c, const struct application *f, struct handover_paper *p) {
  const struct service *s = f->service;
  struct paper_document *list = arena_array(c->arena, struct paper_document, s->result_count + 1);
  for (size_t i = 0; i < s->result_count; i++) {
    if (!condition_holds(s, &s->results[i].when, &f->answers)) continue;
    bool numbered = str_eq(s->results[i].code, f->result_kind) || (s->result_count == 1 && f->result_number.n);
    list[p->document_count++] =
        (struct paper_document){local(&s->results[i].label, c->lang), numbered ? f->result_number : S("")};
  }
  p->documents = list;
}

static str event_hash(struct ctx *c, const struct file_whole *w, str kind) {
  for (size_t i = w->event_count; i-- > 0;)
    if (str_eq(w->events[i].kind, kind)) return hex_encode(c->arena, w->events[i].hash.b, 8);
  return S("");
}

enum err handover_pdf(struct ctx *c, const struct file_whole *w, str *ret_pdf) {
  const struct application *f = &w->f;
  struct handover h;
  TRY(office_handover(c, f->id, &h));
  struct handover_paper p = {.lang = c->lang,
                             .office = papers_office(c),
                             .made_at = c->now,
                             .number = f->number,
                             .service = local(&f->service->label, c->lang),
                             .handed_at = text_moment(c->arena, c->lang, h.at),
                             .receiver = h.receiver,
                             .relation = chosen_words(c, h.relation, relation_choices, RELATION_CHOICES),
                             .identity_kind = chosen_words(c, h.identity_kind, identity_choices, IDENTITY_CHOICES),
                             .identity_last4 = h.identity_last4,
                             .note = h.note,
                             .officer = h.officer_name,
                             .proxy_letter = h.proxy_letter ? text_plain(c->lang, T_DESK_PROXY_LETTER) : S(""),
                             .check_url = verify_url(c, f),
                             .event_hash = event_hash(c, w, S("hand_over"))};
  fill_documents(c, f, &p);
  fill_originals(c, f, &p);
  return paper_handover(c->arena, &p, ret_pdf);
}

enum err label_pdf(struct ctx *c, const struct file_whole *w, str *ret_pdf) {
  const struct application *f = &w->f;
  struct label_paper p = {.lang = c->lang,
                          .office = papers_office(c),
                          .made_at = c->now,
                          .number = f->number,
                          .qr = f->number,
                          .service = local(&f->service->label, c->lang),
                          .shelf = f->shelf};
  return paper_label(c->arena, &p, ret_pdf);
}
