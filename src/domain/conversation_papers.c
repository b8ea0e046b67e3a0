/* domain/conversation_papers: photos in any order. Each is tied to a paper when a caption, a quote or the rule of one
 * says which it is; else it stays unsorted for the officer, and is counted toward the open papers. The citizen is never
 * asked to name a photo. */
#include "domain/conversation_turn.h"

bool turn_has_draft(const struct turn *t) { return t->f->draft.service != NULL; }

/* ---- papers -------------------------------------------------------------------------------- */

static bool is_paper(const struct requirement *r) {
  return (r->modes & MODE_UPLOAD) && !(r->modes & (MODE_FORM | MODE_OPTIONAL | MODE_OFFICER));
}
static bool is_form(const struct requirement *r) {
  return (r->modes & MODE_FORM) && !(r->modes & (MODE_OPTIONAL | MODE_OFFICER));
}
static bool is_open(const struct item *i) { return i->state == ITEM_MISSING || i->state == ITEM_FAULTY; }

static struct judgement needs_of(const struct item *items, size_t n) {
  struct judgement j = {.n = 0};
  for (size_t i = 0; i < n && j.n < MAX_REQUIREMENTS; i++) j.needs[j.n++] = items[i].requirement;
  return j;
}

/* The open papers; returns how many. */
static size_t open_papers(const struct item *items, size_t n, const struct item **ret) {
  size_t open = 0;
  for (size_t i = 0; i < n && open < MAX_REQUIREMENTS; i++)
    if (is_paper(items[i].requirement) && is_open(&items[i])) ret[open++] = &items[i];
  return open;
}

/* What a correction still waits for: everything open, also what only the form can mend. */
static size_t open_faults(const struct chat_application *a, const struct item **ret) {
  size_t n = items_open(a->items, a->item_count, ret, MAX_REQUIREMENTS);
  return n < MAX_REQUIREMENTS ? n : MAX_REQUIREMENTS;
}

static size_t keep_uploads(const struct item **items, size_t n) {
  size_t kept = 0;
  for (size_t i = 0; i < n; i++)
    if (items[i]->requirement->modes & MODE_UPLOAD) items[kept++] = items[i];
  return kept;
}

bool turn_draft_holds_something(const struct turn *t) {
  const struct chat_draft *d = &t->f->draft;
  if (d->unsorted > 0 || d->form_done) return true;
  for (size_t i = 0; i < d->item_count; i++)
    if (d->items[i].scans > 0) return true;
  return false;
}

const struct chat_application *turn_correction(const struct turn *t) {
  const struct chat_facts *f = t->f;
  const struct chat_application *newest = NULL;
  for (size_t i = f->application_count; i-- > 0;) {
    if (f->applications[i].state != STATE_NEEDS_CORRECTION) continue;
    if (str_eq(f->applications[i].number, t->chat->correcting)) return &f->applications[i];
    newest = &f->applications[i];
  }
  if (turn_has_draft(t)) return NULL;
  return newest ? newest : turn_sync_awaits(t);
}

/* ---- how good they are ------------------------------------------------------------------------------ */

static bool is_poor(const struct chat_photo *p) { return p->looked && (p->problem != LOOK_FINE || p->fault < LOOK_FAULTS); }

static void count_photos(struct turn *t, const struct chat_photo *photos, size_t n, const struct judgement *needs) {
  struct chat_reply *r = &t->d->reply;
  moment batch = t->chat->quiet_at ? t->chat->quiet_since : t->e->at + 1;
  r->clear = 0;
  r->poor_count = 0;
  for (size_t i = 0; i < n; i++) {
    if (!is_poor(&photos[i])) r->clear += photos[i].looked && photos[i].came_at >= batch;
    else if (r->poor_count < MAX_CHAT_POOR)
      r->poor[r->poor_count++] = (struct chat_poor){.paper = judgement_find(needs, photos[i].requirement), .nth = (int)i + 1,
                                                    .problem = photos[i].problem, .fault = photos[i].fault};
  }
}

/* The one paper the citizen was asked to photograph again: the next photo without a hint is that one. */
static const struct requirement *only_poor(const struct chat_photo *photos, size_t n, const struct judgement *needs) {
  str code = STR_NONE;
  for (size_t i = 0; i < n; i++) {
    if (!is_poor(&photos[i]) || !photos[i].told) continue;
    if (!photos[i].requirement.n || (code.n && !str_eq(code, photos[i].requirement))) return NULL;
    code = photos[i].requirement;
  }
  return code.n ? judgement_find(needs, code) : NULL;
}

/* ---- which paper is it -------------------------------------------------------------------------- */

static const struct requirement *hinted(const struct turn *t, const struct judgement *needs) {
  const struct requirement *r = judgement_find(needs, t->e->quoted_requirement);
  if (r && (r->modes & MODE_UPLOAD)) return r;
  return chat_requirement_named(needs, t->e->text);
}

/* Where a photo goes: number of a correction or the draft, and the paper if it can be told. */
struct place {
  const struct chat_application *correction;
  const struct requirement *paper;
};

/* No hint, but only one paper is open and nothing lies unsorted: it is that one. The next photos of the same batch are
 * its further pages. */
static const struct requirement *only_open(struct turn *t, const struct item **open, size_t n, int unsorted,
                                           const struct judgement *needs) {
  if (n == 1 && unsorted == 0) {
    t->chat->batch_requirement = open[0]->requirement->code;
    return open[0]->requirement;
  }
  return n == 0 ? judgement_find(needs, t->chat->batch_requirement) : NULL;
}

static const struct requirement *in_correction(struct turn *t, const struct chat_application *a, bool hints_only) {
  const struct item *open[MAX_REQUIREMENTS];
  size_t n = keep_uploads(open, open_faults(a, open));
  struct judgement faulty = {.n = n};
  for (size_t i = 0; i < n; i++) faulty.needs[i] = open[i]->requirement;
  const struct requirement *r = hinted(t, &faulty);
  if (r || hints_only) return r;
  if (a->state != STATE_NEEDS_CORRECTION) return turn_sync_paper(a);
  struct judgement all = needs_of(a->items, a->item_count);
  return only_open(t, open, n, a->unsorted, &all);
}

static const struct requirement *in_draft(struct turn *t, bool hints_only) {
  const struct chat_draft *d = &t->f->draft;
  struct judgement needs = needs_of(d->items, d->item_count);
  const struct requirement *r = hinted(t, &needs);
  if (r || hints_only) return r;
  const struct item *open[MAX_REQUIREMENTS];
  size_t n = open_papers(d->items, d->item_count, open);
  if (n == 0 && d->unsorted == 0 && !t->chat->batch) {
    r = only_poor(d->photos, d->photo_count, &needs);
    if (r) t->chat->batch_requirement = r->code;
    if (r) return r;
  }
  return only_open(t, open, n, d->unsorted, &needs);
}

/* A hint decides between a correction and a draft; without one the correction that was asked for last wins. */
static struct place place_of(struct turn *t) {
  struct place p = {.correction = turn_correction(t)};
  if (p.correction && turn_has_draft(t)) {
    p.paper = in_correction(t, p.correction, true);
    if (p.paper) return p;
    p.paper = in_draft(t, true);
    if (p.paper) return (struct place){.paper = p.paper};
  }
  p.paper = p.correction ? in_correction(t, p.correction, false) : turn_has_draft(t) ? in_draft(t, false) : NULL;
  return p;
}

static void tie(struct turn *t, const struct place *p, i64 media) {
  struct chat_effect *e = turn_effect(t, p->correction ? CHAT_TIE_CORRECTION : CHAT_TIE_DRAFT);
  e->media = media;
  if (p->correction) e->number = p->correction->number;
  if (p->paper) e->requirement = p->paper->code;
  t->chat->correcting = e->number;
}

/* ---- the batch ----------------------------------------------------------------------------------- */

void turn_stop_timer(struct turn *t) {
  t->chat->quiet_at = t->chat->quiet_since = 0;
  t->chat->batch = 0;
  t->chat->batch_media = 0;
  t->chat->batch_requirement = STR_NONE;
}

static void arm_timer(struct turn *t, int photos) {
  struct chat *c = t->chat;
  moment at = t->e->at;
  if (!c->quiet_at) c->quiet_since = at;
  moment cap = c->quiet_since + SECONDS(t->f->quiet_cap_seconds);
  moment next = at + SECONDS(t->f->quiet_seconds);
  if (next > c->quiet_at) c->quiet_at = next;
  if (c->quiet_at > cap) c->quiet_at = cap;
  c->batch += photos;
}

void turn_media(struct turn *t) {
  bool silent = t->chat->mode == CHAT_HUMAN;
  turn_sync_caption(t);
  struct place p = place_of(t);
  if (p.correction || turn_has_draft(t))
    tie(t, &p, t->e->media);
  else
    turn_effect(t, CHAT_KEEP_LOOSE)->media = t->e->media;
  if (silent) return;
  arm_timer(t, 1);
  t->chat->batch_media = t->chat->batch == 1 && !p.paper ? t->e->media : 0;
}

bool turn_names_photo(struct turn *t) {
  i64 media = t->e->quoted_media ? t->e->quoted_media : t->chat->quiet_at ? t->chat->batch_media : 0;
  if (!media || (!turn_correction(t) && !turn_has_draft(t))) return false;
  struct place p = place_of(t);
  struct judgement needs = p.correction ? needs_of(p.correction->items, p.correction->item_count)
                                        : needs_of(t->f->draft.items, t->f->draft.item_count);
  p.paper = hinted(t, &needs);
  if (!p.paper) return false;
  tie(t, &p, media);
  arm_timer(t, 0);
  t->chat->batch_media = 0;
  return true;
}

bool turn_names_paper(const struct turn *t) {
  struct judgement needs = needs_of(t->f->draft.items, t->f->draft.item_count);
  return chat_requirement_named(&needs, t->e->text) != NULL;
}

/* ---- what is missing ------------------------------------------------------------------------------ */

static bool form_is_missing(const struct chat_draft *d) {
  for (size_t i = 0; i < d->item_count && !d->form_done; i++)
    if (is_form(d->items[i].requirement) && is_open(&d->items[i])) return true;
  return false;
}

bool turn_count_papers(struct turn *t) {
  const struct chat_draft *d = &t->f->draft;
  struct chat_reply *r = &t->d->reply;
  r->service = d->service;
  r->missing_count = open_papers(d->items, d->item_count, r->missing);
  r->papers = 0;
  for (size_t i = 0; i < d->item_count; i++) r->papers += is_paper(d->items[i].requirement);
  r->unsorted = d->unsorted;
  r->papers_there = r->papers - (int)r->missing_count;
  r->missing_least = (int)r->missing_count > d->unsorted ? (int)r->missing_count - d->unsorted : 0;
  struct judgement needs = needs_of(d->items, d->item_count);
  count_photos(t, d->photos, d->photo_count, &needs);
  r->form_missing = r->form_link = form_is_missing(d);
  r->may_insist = !r->form_missing && (r->papers == 0 || r->papers_there + r->unsorted > 0);
  return r->missing_least == 0 && !r->form_missing;
}

void turn_say_draft(struct turn *t, enum chat_reply_kind kind, enum chat_lead lead) {
  turn_say(t, kind, lead);
  turn_count_papers(t);
  t->d->reply.photos = t->chat->batch;
  t->chat->step = kind == CHAT_SAY_INCOMPLETE ? CHAT_INCOMPLETE : CHAT_COLLECTING;
  turn_stop_timer(t);
}

static size_t forms_among(const struct item **items, size_t n) {
  size_t forms = 0;
  for (size_t i = 0; i < n; i++) forms += !(items[i]->requirement->modes & MODE_UPLOAD);
  return forms;
}

const struct requirement *turn_only_fault(const struct chat_application *a) {
  const struct item *open[MAX_REQUIREMENTS];
  size_t n = keep_uploads(open, open_faults(a, open));
  return n == 1 && a->unsorted == 0 ? open[0]->requirement : NULL;
}

static size_t leave_out(const struct item **items, size_t n, const struct requirement *r) {
  size_t kept = 0;
  for (size_t i = 0; i < n; i++)
    if (items[i]->requirement != r) items[kept++] = items[i];
  return kept;
}

void turn_count_faults(struct turn *t, const struct chat_application *a, int more, const struct requirement *mended) {
  struct chat_reply *r = &t->d->reply;
  r->service = a->service;
  r->number = a->number;
  r->photos = t->chat->batch + more;
  r->unsorted = a->unsorted + (mended ? 0 : more);
  r->missing_count = leave_out(r->missing, open_faults(a, r->missing), mended);
  size_t forms = forms_among(r->missing, r->missing_count);
  struct judgement needs = needs_of(a->items, a->item_count);
  count_photos(t, a->photos, a->photo_count, &needs);
  r->form_missing = r->form_link = forms > 0;
  int papers = (int)(r->missing_count - forms);
  r->missing_least = (int)forms + (papers > r->unsorted ? papers - r->unsorted : 0);
}

void turn_send_when_mended(struct turn *t, const struct chat_application *a) {
  t->chat->correcting = a->number;
  if (t->d->reply.missing_least > 0) return;
  turn_effect(t, CHAT_SEND_CORRECTION)->number = a->number;
  t->chat->correcting = STR_NONE;
  t->d->reply.missing_count = 0;
}

/* The faulty papers that are still faulty; when all are replaced the file goes back to the officers by itself. */
void turn_say_correction(struct turn *t, const struct chat_application *a) {
  if (a->state != STATE_NEEDS_CORRECTION) {
    turn_sync_say_photos(t, a);
    return;
  }
  turn_say(t, CHAT_SAY_CORRECTION, CHAT_LEAD_NONE);
  turn_count_faults(t, a, 0, NULL);
  turn_stop_timer(t);
  turn_send_when_mended(t, a);
}
