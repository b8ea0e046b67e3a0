/* The work list, the search, "take the next one". */
#include "web/officer.h"

#define BIT(s) (1u << STATE_##s)
static const unsigned queue_states[QUEUE_TABS] = {
    0, /* all: every open state */
    BIT(SUBMITTED),
    BIT(IN_REVIEW),
    BIT(NEEDS_CORRECTION),
    BIT(PROCESSING) | BIT(ON_HOLD) | BIT(AWAITING_SIGNATURE) | BIT(ISSUED),
    BIT(READY_FOR_PICKUP) | BIT(SENT),
    BIT(MISMATCH),
};

static size_t queue_at(str code) {
  for (size_t i = 0; i < QUEUE_TABS; i++)
    if (str_is(code, queue_choices[i].code)) return i;
  return 0;
}

static int count_of(const i64 counts[STATES], unsigned states) {
  i64 n = 0;
  for (int s = 0; s < STATES; s++)
    if (!states || (states & (1u << s))) n += counts[s];
  return (int)n;
}

/* ?setelah={due}.{id}: behind the last row of the page before. */
static void read_key(struct web_request *rq, struct queue_query *q) {
  str key = web_query(rq, "setelah"), due;
  i64 a, b;
  if (!str_cut(&key, '.', &due) || !str_to_i64(due, &a) || !str_to_i64(key, &b)) return;
  q->after_due = a;
  q->after_id = b;
}

static str page_url_of(struct ctx *c, const struct list_view *v, const struct list_row *after) {
  str base =
      arena_printf(c->arena, "/petugas?antrean=" STR_FMT "&layanan=" STR_FMT, STR_ARG(v->queue), STR_ARG(v->service));
  if (!after) return base;
  return arena_printf(c->arena, STR_FMT "&setelah=%lld.%lld", STR_ARG(base), (long long)after->key_due,
                      (long long)after->key_id);
}

static void fill(struct ctx *c, const struct queue_query *q, const struct queue *queue, size_t tab,
                 struct list_view *v) {
  for (size_t i = 0; i < QUEUE_TABS; i++)
    v->tabs[i] = (struct queue_tab){str_of(queue_choices[i].code), queue_choices[i].text,
                                    count_of(queue->counts, queue_states[i]), i == tab};
  v->queue = str_of(queue_choices[tab].code);
  v->service = q->service;
  v->services = officer_services(c, q->service, &v->service_count);
  v->row_count = queue->list.n;
  v->total = q->service.n ? (int)queue->list.n : v->tabs[tab].count;
  v->done_today = (int)queue->done_today;
  if (q->after_id) v->first_url = page_url_of(c, v, NULL);
  if (queue->list.more) v->next_url = page_url_of(c, v, &queue->list.rows[queue->list.n - 1]);
}

static void show(struct web_request *rq, struct http_response *rs, str queue_code, str service, int status,
                 str notice) {
  struct ctx *c = &rq->c;
  size_t tab = queue_at(queue_code);
  struct queue_query q = {.states = queue_states[tab], .limit = LIST_PAGE};
  struct list_view v = {.notice = notice};
  struct queue queue;
  bool *replied;
  const struct service *s = catalogue_find(&c->office->catalogue, service);
  q.service = s ? s->code : S("");
  read_key(rq, &q);
  enum err e = desk_queue(c, &q, &queue);
  if (e == E_OK) e = desk_replied(c, &queue.list, &replied);
  if (e != E_OK) {
    web_error(rq, rs, e);
    return;
  }
  if (c->actor.role == ROLE_SUPERVISOR) e = officer_papers_due(c, &v.due);
  if (e != E_OK) {
    web_error(rq, rs, e);
    return;
  }
  fill(c, &q, &queue, tab, &v);
  v.rows = officer_rows(c, &queue.list, replied);
  list_page(&rq->page, &v);
  web_page(rq, rs, status);
}

void officer_list(struct web_request *rq, struct http_response *rs) {
  show(rq, rs, web_query(rq, "antrean"), web_query(rq, "layanan"), 200, officer_notice(rq));
}

void officer_next(struct web_request *rq, struct http_response *rs) {
  struct ctx *c = &rq->c;
  const struct service *s = catalogue_find(&c->office->catalogue, web_field(rq, "service"));
  str number;
  enum err e = desk_take_next(c, s ? s->code : S(""), &number);
  if (e == E_OK)
    officer_to_file(rq, rs, number, "");
  else if (e == E_NOTFOUND)
    show(rq, rs, web_field(rq, "queue"), web_field(rq, "service"), 200, text_plain(c->lang, T_DESK_ALL_DONE));
  else
    show(rq, rs, web_field(rq, "queue"), web_field(rq, "service"), web_status_of(e), officer_fault(rq, e));
}

static void show_search(struct web_request *rq, struct http_response *rs, const struct list *found, bool too_short) {
  struct ctx *c = &rq->c;
  struct field_error one = {S("q"), text_plain(c->lang, T_DESK_SEARCH_SHORT)};
  struct search_view v = {.q = utf8_cut(web_query(rq, "q"), 80),
                          .rows = officer_rows(c, found, NULL),
                          .row_count = found->n,
                          .more = found->more};
  if (too_short) v.errors = (struct form_errors){&one, 1};
  search_page(&rq->page, &v);
  web_page(rq, rs, too_short ? 422 : 200);
}

void officer_search(struct web_request *rq, struct http_response *rs) {
  struct list found = {0};
  str q = web_query(rq, "q"), number;
  bool exact = officer_number_of(&rq->c, q, &number) == E_OK;
  enum err e = office_search(&rq->c, exact ? number : q, &found);
  if (e != E_OK)
    web_error(rq, rs, e);
  else if (exact && found.n == 1)
    officer_to_file(rq, rs, number, "");
  else
    show_search(rq, rs, &found, q.n > 0 && q.n < 3);
}
