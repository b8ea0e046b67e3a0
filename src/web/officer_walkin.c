/* Walk-ins: an application entered at the counter in one go. */
#include "office/json.h"
#include "office/once.h"
#include "office/queue.h"
#include "web/inputs.h"
#include "web/officer.h"

/* ---- the ticket it is entered for ------------------------------------------------------------------------ */

/* Of the address, or of the form; what is no ticket of today is left out. */
static enum err ticket_of(struct web_request *rq, struct ticket_person *ret) {
  str typed = web_field(rq, "tiket").n ? web_field(rq, "tiket") : web_query(rq, "tiket");
  i64 id = 0;
  *ret = (struct ticket_person){.name = S(""), .phone = S("")};
  if (!str_to_i64(typed, &id) || id <= 0) return E_OK;
  enum err e = office_ticket_person(&rq->c, id, ret);
  return e == E_NOTFOUND ? E_OK : e;
}

/* ---- the situation -------------------------------------------------------------------------------------- */

static struct answers answers_from(const struct service *s, const struct fields *from) {
  struct answers a = answers_none();
  for (size_t i = 0; i < s->question_count; i++) {
    str choice = field_get(from, s->questions[i].code);
    if (choice.n && answers_set(s, &a, s->questions[i].code, choice) != E_OK)
      continue; /* an old link: the usual choice counts */
  }
  return a;
}

static struct choice_question question_of(struct ctx *c, const struct service *s, const struct answers *a, size_t at) {
  const struct question *q = &s->questions[at];
  struct option *options = arena_array(c->arena, struct option, q->choice_count + 1);
  for (size_t i = 0; i < q->choice_count; i++)
    options[i] = (struct option){.value = q->choices[i].code,
                                 .label = local(&q->choices[i].label, c->lang),
                                 .help = local(&q->choices[i].help, c->lang),
                                 .chosen = answer_of(s, a, at) == i};
  return (struct choice_question){.code = q->code,
                                  .ask = local(&q->ask, c->lang),
                                  .help = local(&q->help, c->lang),
                                  .options = options,
                                  .option_count = q->choice_count};
}

static void show_start(struct web_request *rq, struct http_response *rs, const struct service *s,
                       const struct answers *a) {
  struct ctx *c = &rq->c;
  const struct catalogue *all = &c->office->catalogue;
  struct service_line *lines = arena_array(c->arena, struct service_line, all->n + 1);
  struct choice_question *questions = arena_array(c->arena, struct choice_question, MAX_QUESTIONS);
  struct walkin_start_view v = {.services = lines, .questions = questions};
  for (size_t i = 0; i < all->n; i++)
    if (!all->services[i].in_person)
      lines[v.service_count++] =
          (struct service_line){.code = all->services[i].code, .label = local(&all->services[i].label, c->lang)};
  if (s) {
    v.service = s->code;
    v.service_label = local(&s->label, c->lang);
    for (size_t i = 0; i < s->question_count; i++)
      if (condition_holds(s, &s->questions[i].when, a)) questions[v.question_count++] = question_of(c, s, a, i);
  }
  struct ticket_person who;
  enum err e = ticket_of(rq, &who);
  if (e != E_OK) {
    web_error(rq, rs, e);
    return;
  }
  v.ticket = who.ticket.id;
  v.ticket_number = who.ticket.number;
  walkin_start_page(&rq->page, &v);
  web_page(rq, rs, 200);
}

void officer_walkin_start(struct web_request *rq, struct http_response *rs) {
  const struct service *s = catalogue_find(&rq->c.office->catalogue, web_query(rq, "layanan"));
  struct answers a = answers_none();
  show_start(rq, rs, s && !s->in_person ? s : NULL, &a);
}

/* ---- data and papers --------------------------------------------------------------------------------------- */

static void fill_answers(struct ctx *c, const struct service *s, const struct answers *a, struct walkin_view *v) {
  struct option *list = arena_array(c->arena, struct option, s->question_count + 1);
  for (size_t i = 0; i < s->question_count; i++) {
    u8 at = answer_of(s, a, i);
    if (at == UNANSWERED) continue;
    const struct choice *choice = &s->questions[i].choices[at];
    list[v->answer_count++] = (struct option){
        .value = choice->code, .label = s->questions[i].code, .help = officer_answer(c, &s->questions[i], choice)};
  }
  v->answers = list;
}

/* Asked for once, at the top of the page: the applicant is the reporter of the form. */
static bool asked_above(const struct form_field *f) {
  return str_eq(f->code, S("applicant_name")) || str_eq(f->code, S("applicant_phone"));
}

static bool wanted(const struct service *s, const struct answers *a, const struct form_field *f, str section) {
  return str_eq(f->section, section) && !asked_above(f) && condition_holds(s, &f->when, a);
}

/* The inputs of a section. sent_as, place: of one in a list, as input_of_item; a section that is filled in once has
 * none. */
static struct walkin_block block_of(struct web_request *rq, const struct service *s, const struct answers *a,
                                    str section, size_t sent_as, size_t place) {
  bool several = service_list(s, section) != NULL;
  struct form_input *list = arena_array(rq->c.arena, struct form_input, s->field_count);
  size_t n = 0;
  for (size_t i = 0; i < s->field_count; i++) {
    const struct form_field *f = &s->fields[i];
    if (wanted(s, a, f, section))
      list[n++] = several ? input_of_item(rq, f, sent_as, place) : input_of(rq, f, STR_NONE);
  }
  return (struct walkin_block){.title = S(""), .inputs = list, .input_count = n};
}

/* Those that were typed, and an empty one when there is none or one more was asked for. */
static void fill_list(struct web_request *rq, const struct service *s, const struct answers *a,
                      const struct form_list *l, struct walkin_section *section) {
  struct ctx *c = &rq->c;
  size_t places[MAX_LIST_ITEMS], most = (size_t)l->most;
  json_t *typed = inputs_items(rq, s, l, a, places);
  size_t n = json_array_size(typed);
  bool asked = str_eq(web_field(rq, "tambah"), l->section), more = n < most && (!n || asked);
  struct walkin_block *blocks = arena_array(c->arena, struct walkin_block, most);
  json_decref(typed);
  for (size_t k = 0; k < n + more; k++) {
    blocks[k] = block_of(rq, s, a, l->section, k < n ? places[k] : most, k);
    blocks[k].begun = k == n && asked;
    blocks[k].title = TEXT(c->arena, c->lang, T_PORTAL_LIST_ITEM, ARG("title", section->title),
                           ARG("n", arena_printf(c->arena, "%zu", k + 1)));
  }
  section->blocks = blocks;
  section->block_count = n + more;
  section->list = l->section;
  section->help = local(&l->help, c->lang);
  section->add =
      n + more < most ? TEXT(c->arena, c->lang, T_PORTAL_LIST_ADD_MORE, ARG("item", local(&l->item, c->lang))) : S("");
}

static void fill_plain(struct web_request *rq, const struct service *s, const struct answers *a, str code,
                       struct walkin_section *section) {
  struct walkin_block *block = arena_new_of(rq->c.arena, struct walkin_block);
  *block = block_of(rq, s, a, code, 0, 0);
  section->blocks = block;
  section->block_count = 1;
}

static bool begins_section(const struct service *s, const struct answers *a, size_t at) {
  for (size_t i = 0; i < at; i++)
    if (wanted(s, a, &s->fields[i], s->fields[at].section)) return false;
  return wanted(s, a, &s->fields[at], s->fields[at].section);
}

static void fill_sections(struct web_request *rq, const struct service *s, const struct answers *a,
                          struct walkin_view *v) {
  struct ctx *c = &rq->c;
  struct walkin_section *sections = arena_array(c->arena, struct walkin_section, s->field_count + 1);
  for (size_t i = 0; i < s->field_count; i++) {
    if (!begins_section(s, a, i)) continue;
    str code = s->fields[i].section;
    const struct form_list *l = service_list(s, code);
    struct walkin_section *section = &sections[v->section_count++];
    *section = (struct walkin_section){.title = officer_section(c, code)};
    if (l)
      fill_list(rq, s, a, l, section);
    else
      fill_plain(rq, s, a, code, section);
  }
  v->sections = sections;
}

static str paper_error(struct web_request *rq, str name) {
  for (size_t i = 0; i < rq->c.fault_count; i++)
    if (str_eq(rq->c.faults[i].field, name)) return fault_text(&rq->c, &rq->c.faults[i]);
  return S("");
}

static void fill_papers(struct web_request *rq, const struct service *s, const struct answers *a,
                        struct walkin_view *v) {
  struct ctx *c = &rq->c;
  struct judgement needs = service_judge(s, a, ctx_today(c));
  struct walkin_paper *list = arena_array(c->arena, struct walkin_paper, needs.n + 1);
  for (size_t i = 0; i < needs.n; i++) {
    const struct requirement *r = needs.needs[i];
    if (r->modes & MODE_OFFICER) continue;
    str seen = arena_printf(c->arena, "seen_" STR_FMT, STR_ARG(r->code)),
        scan = arena_printf(c->arena, "scan_" STR_FMT, STR_ARG(r->code));
    list[v->paper_count++] = (struct walkin_paper){.code = r->code,
                                                   .label = local(&r->label, c->lang),
                                                   .form = r->form,
                                                   .optional = (r->modes & MODE_OPTIONAL) != 0,
                                                   .upload = (r->modes & MODE_UPLOAD) != 0,
                                                   .show = (r->modes & MODE_SHOW) != 0,
                                                   .seen = field_get(&rq->form, seen).n > 0,
                                                   .error = paper_error(rq, scan)};
  }
  v->papers = list;
}

static const struct walkin_paper *paper_of_input(const struct walkin_view *v, str input) {
  for (size_t i = 0; i < v->paper_count; i++)
    if (str_starts(input, S("scan_")) && str_eq(str_from(input, 5), v->papers[i].code)) return &v->papers[i];
  return NULL;
}

/* At the top of the page an error about a file says of which paper. */
static struct form_errors errors_of(struct ctx *c, const struct walkin_view *v) {
  struct form_errors errors = officer_errors(c);
  struct field_error *list = arena_array(c->arena, struct field_error, errors.n + 1);
  for (size_t i = 0; i < errors.n; i++) {
    const struct walkin_paper *paper = paper_of_input(v, errors.at[i].field);
    list[i] = errors.at[i];
    if (paper) list[i].text = arena_printf(c->arena, STR_FMT ": " STR_FMT, STR_ARG(paper->label), STR_ARG(list[i].text));
  }
  return (struct form_errors){list, errors.n};
}

static void show(struct web_request *rq, struct http_response *rs, const struct service *s, const struct answers *a,
                 enum err why) {
  struct ctx *c = &rq->c;
  struct ticket_person who;
  enum err e = ticket_of(rq, &who);
  if (e != E_OK) {
    web_error(rq, rs, e);
    return;
  }
  bool typed = rq->form.n > 0;
  struct walkin_view v = {.service = s->code,
                          .service_label = local(&s->label, c->lang),
                          .applicant_name = typed ? web_field(rq, "applicant_name") : who.name,
                          .applicant_phone = typed ? web_field(rq, "applicant_phone") : who.phone,
                          .ticket = who.ticket.id,
                          .ticket_number = who.ticket.number,
                          .page = typed && web_field(rq, "halaman").n ? web_field(rq, "halaman") : random_token(c->arena)};
  v.back_url = arena_printf(c->arena, "/petugas/baru?layanan=" STR_FMT, STR_ARG(s->code));
  if (v.ticket) v.back_url = arena_printf(c->arena, STR_FMT "&tiket=%lld", STR_ARG(v.back_url), (long long)v.ticket);
  fill_answers(c, s, a, &v);
  fill_sections(rq, s, a, &v);
  fill_papers(rq, s, a, &v);
  v.errors = errors_of(c, &v);
  walkin_page(&rq->page, &v);
  web_page(rq, rs, web_status_of(why));
}

static const struct service *service_of(struct web_request *rq, struct http_response *rs) {
  const struct service *s = catalogue_find(&rq->c.office->catalogue, rq->args[0]);
  if (!s || s->in_person) web_error(rq, rs, E_NOTFOUND);
  return s && !s->in_person ? s : NULL;
}

/* An answer may open a further question: then the first step comes again, with it. */
void officer_walkin(struct web_request *rq, struct http_response *rs) {
  const struct service *s = service_of(rq, rs);
  if (!s) return;
  struct answers a = answers_from(s, &rq->query);
  if (service_next_question(s, &a))
    show_start(rq, rs, s, &a);
  else
    show(rq, rs, s, &a, E_OK);
}

/* ---- entering it ---------------------------------------------------------------------------------------------- */

static void read_seen(struct web_request *rq, struct new_application *n) {
  str *seen = arena_array(rq->c.arena, str, rq->form.n + 1);
  for (size_t i = 0; i < rq->form.n; i++)
    if (str_starts(rq->form.at[i].name, S("seen_")) && rq->form.at[i].value.n)
      seen[n->seen_count++] = str_from(rq->form.at[i].name, 5);
  n->seen = seen;
}

static void add_lists(struct web_request *rq, const struct service *s, const struct answers *a, json_t *data) {
  size_t places[MAX_LIST_ITEMS];
  for (size_t i = 0; i < s->list_count; i++)
    json_object_set_new(data, arena_cstr(rq->c.arena, s->lists[i].section),
                        inputs_items(rq, s, &s->lists[i], a, places));
}

/* The applicant's name alone is no filled-in form: then the form is on paper, seen, or still to come. */
static str typed_data(struct web_request *rq, const struct service *s, const struct answers *a) {
  str plain = inputs_data(rq, s, a, STR_NONE);
  json_t *o = json_loadb(plain.p, plain.n, 0, NULL);
  bool more = false;
  add_lists(rq, s, a, o);
  for (size_t i = 0; i < s->field_count; i++)
    more |= !asked_above(&s->fields[i]) && json_object_get(o, arena_cstr(rq->c.arena, s->fields[i].code));
  for (size_t i = 0; i < s->list_count; i++) more |= form_list_in(o, &s->lists[i]) != NULL;
  str data = json_text(rq->c.arena, o);
  return more ? data : S("{}");
}

static str tell_number(struct ctx *c, const void *done) {
  const struct submitted *s = done;
  return arena_printf(c->arena, "\"" STR_FMT "\"", STR_ARG(s->number));
}

/* The same words from the same showing of the form, sent again as their answer was lost, are one application. */
static struct once once_of(struct web_request *rq, const struct new_application *n) {
  struct arena *a = rq->c.arena;
  str page = web_field(rq, "halaman"), gap = S("\x1f");
  const str parts[] = {page, gap, n->service->code, gap, answers_json(a, n->service, &n->answers), gap,
                       n->applicant, gap, n->phone, gap, n->data};
  struct once once = {.body = sha256_of_parts(parts, COUNT(parts)), .status = 303, .tell = tell_number};
  if (page.n) once.key = hex_encode(a, once.body.b, SHA256_SIZE);
  return once;
}

static enum err submit(struct web_request *rq, const struct service *s, const struct answers *a, str *ret_number) {
  struct submitted done;
  struct new_application n = {.service = s,
                              .answers = *a,
                              .applicant = web_field(rq, "applicant_name"),
                              .phone = web_field(rq, "applicant_phone"),
                              .data = typed_data(rq, s, a),
                              .channel = CHANNEL_COUNTER};
  if (!str_to_i64(web_field(rq, "tiket"), &n.ticket) || n.ticket < 0) n.ticket = 0;
  struct new_scan *scans;
  enum err e = web_new_scans(rq, &scans, &n.scan_count);
  if (e == E_INPUT) (void)submit_check(&rq->c, &n); /* all that is wrong is told at once */
  TRY(e);
  for (size_t i = 0; i < n.scan_count; i++)
    if (str_starts(scans[i].requirement, S("scan_"))) scans[i].requirement = str_from(scans[i].requirement, 5);
  n.scans = scans;
  read_seen(rq, &n);
  struct once once = once_of(rq, &n);
  n.once = &once;
  TRY(office_submit(&rq->c, &n, &done));
  rq->keep_files = !once.repeated;
  *ret_number = str_sub(once.answer, 1, once.answer.n - 2);
  return E_OK;
}

void officer_walkin_submit(struct web_request *rq, struct http_response *rs) {
  const struct service *s = service_of(rq, rs);
  if (!s) return;
  struct answers a = answers_from(s, &rq->form);
  str number;
  if (web_field(rq, "tambah").n) {
    show(rq, rs, s, &a, E_OK);
    return;
  }
  enum err e = submit(rq, s, &a, &number);
  if (e == E_OK)
    officer_to_file(rq, rs, number, "?kabar=terdaftar");
  else if (rq->c.fault_count)
    show(rq, rs, s, &a, e);
  else
    web_error(rq, rs, e);
}
