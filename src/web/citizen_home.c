/* The front page, the public standard of each service, help and privacy, and what machines ask for at a site's root. */
#include "office/today.h"
#include "web/citizen.h"

/* ---- the front page ----------------------------------------------------------------------------------------- */

static struct service_line line_of(struct ctx *c, const struct service *s) {
  return (struct service_line){.code = s->code,
                               .label = local(&s->label, c->lang),
                               .description = local(&s->description, c->lang),
                               .time = citizen_working_time(c, s->sla_working_hours)};
}

static struct service_line *service_lines(struct ctx *c) {
  const struct catalogue *all = &c->office->catalogue;
  struct service_line *lines = arena_array(c->arena, struct service_line, all->n + 1);
  for (size_t i = 0; i < all->n; i++) lines[i] = line_of(c, &all->services[i]);
  return lines;
}

static str closed_notice(struct ctx *c, const struct doors *d) {
  if (d->open || !d->opens) return S("");
  return TEXT(c->arena, c->lang, T_CITIZEN_HOME_CLOSED, ARG("when", text_moment(c->arena, c->lang, d->opens)));
}

str citizen_open_until(struct ctx *c, const struct doors *d) {
  struct local_time t = local_of(d->closes);
  return TEXT(c->arena, c->lang, T_PORTAL_HOURS_UNTIL,
              ARG("time", arena_printf(c->arena, "%02d.%02d %s", t.hour, t.minute, zone_label())));
}

/* What cannot be counted now is left out: the page is there to begin something. */
static void fill_today(struct ctx *c, struct home_view *v) {
  struct today today;
  enum err e = office_today(c, &today);
  v->notice = closed_notice(c, &today.doors);
  v->open = today.doors.open;
  if (v->open) v->hours = citizen_open_until(c, &today.doors);
  if (e != E_OK) return;
  v->waiting = today.waiting ? citizen_count(c, T_PORTAL_HOME_WAITING, (size_t)today.waiting) : text_plain(c->lang, T_PORTAL_HOME_NONE_WAITING);
  if (today.disturbed && today.disturbed_since)
    v->disturbance = TEXT(c->arena, c->lang, T_PORTAL_HOME_DISTURBED, ARG("when", text_moment(c->arena, c->lang, today.disturbed_since)));
}

void citizen_home(struct web_request *rq, struct http_response *rs) {
  struct ctx *c = &rq->c;
  struct home_view v = {.services = service_lines(c),
                        .service_count = c->office->catalogue.n,
                        .contact = citizen_contact(c)};
  fill_today(c, &v);
  home_page(&rq->page, &v);
  web_page(rq, rs, 200);
}

void citizen_services(struct web_request *rq, struct http_response *rs) {
  struct ctx *c = &rq->c;
  const struct catalogue *all = &c->office->catalogue;
  str typed = utf8_cut(web_query(rq, "q"), 80);
  const struct service *s = typed.n ? catalogue_by_word(all, typed) : NULL;
  struct service_line found;
  struct services_view v = {.typed = typed, .services = service_lines(c), .service_count = all->n, .contact = citizen_contact(c)};
  if (s) {
    found = line_of(c, s);
    v.found = &found;
  }
  services_page(&rq->page, &v);
  web_page(rq, rs, 200);
}

/* ---- one service ---------------------------------------------------------------------------------------------- */

static struct answers answers_asked(struct web_request *rq, const struct service *s) {
  struct answers a = answers_none();
  for (size_t i = 0; i < s->question_count; i++) {
    str choice = web_query(rq, arena_cstr(rq->c.arena, s->questions[i].code));
    if (choice.n) (void)answers_set(s, &a, s->questions[i].code, choice); /* a choice of old rules: as if not said */
  }
  return a;
}

static void fill_question(struct ctx *c, const struct question *q, u8 chosen, struct choice_question *ret) {
  struct option *options = arena_array(c->arena, struct option, q->choice_count + 1);
  for (size_t k = 0; k < q->choice_count; k++)
    options[k] = (struct option){.value = q->choices[k].code,
                                 .label = local(&q->choices[k].label, c->lang),
                                 .help = local(&q->choices[k].help, c->lang),
                                 .chosen = k == chosen};
  *ret = (struct choice_question){.code = q->code,
                                  .ask = local(&q->ask, c->lang),
                                  .help = local(&q->help, c->lang),
                                  .options = options,
                                  .option_count = q->choice_count,
                                  .error = S("")};
}

static void fill_questions(struct ctx *c, const struct service *s, const struct answers *a, struct service_view *v) {
  struct choice_question *list = arena_array(c->arena, struct choice_question, s->question_count + 1);
  for (size_t i = 0; i < s->question_count; i++) {
    u8 chosen = answer_of(s, a, i);
    if (chosen != UNANSWERED) fill_question(c, &s->questions[i], chosen, &list[v->question_count++]);
  }
  v->questions = list;
}

static void fill_requirements(struct ctx *c, const struct service *s, const struct answers *a, struct service_view *v) {
  struct judgement needs = service_judge(s, a, ctx_today(c));
  struct requirement_line *list = arena_array(c->arena, struct requirement_line, needs.n + 1);
  for (size_t i = 0; i < needs.n; i++) {
    const struct requirement *r = needs.needs[i];
    if (r->modes & MODE_OFFICER) continue;
    list[v->requirement_count++] =
        (struct requirement_line){.label = local(&r->label, c->lang),
                                  .help = local(&r->help, c->lang),
                                  .form = str_has(local(&r->label, c->lang), r->form) ? S("") : r->form,
                                  .basis = r->basis_ref,
                                  .local_rule = r->basis == BASIS_LOCAL,
                                  .fill = (r->modes & MODE_FORM) != 0,
                                  .upload = (r->modes & MODE_UPLOAD) != 0,
                                  .show = (r->modes & MODE_SHOW) != 0,
                                  .withdraw = (r->modes & MODE_WITHDRAW) != 0,
                                  .optional = (r->modes & MODE_OPTIONAL) != 0,
                                  .witnesses = r->witnesses};
  }
  v->requirements = list;
}

static void fill_products(struct ctx *c, const struct service *s, const struct answers *a, struct service_view *v) {
  str *list = arena_array(c->arena, str, s->result_count + 1);
  for (size_t i = 0; i < s->result_count; i++)
    if (condition_holds(s, &s->results[i].when, a)) list[v->product_count++] = local(&s->results[i].label, c->lang);
  v->products = list;
}

void citizen_service(struct web_request *rq, struct http_response *rs) {
  struct ctx *c = &rq->c;
  const struct service *s = catalogue_find(&c->office->catalogue, rq->args[0]);
  if (!s) {
    web_error_page(rq, rs, 404);
    return;
  }
  struct answers a = answers_asked(rq, s);
  struct service_view v = {.code = s->code,
                           .label = local(&s->label, c->lang),
                           .description = local(&s->description, c->lang),
                           .in_person = s->in_person,
                           .time = citizen_working_time(c, s->sla_working_hours),
                           .pickup = s->delivery == DELIVERY_PICKUP,
                           .contact = citizen_contact(c),
                           .web_url = s->in_person ? (c->office->config->appointments.enabled ? S("/janji") : S("")) : arena_printf(c->arena, "/layanan/" STR_FMT "/mulai", STR_ARG(s->code)),
                           .start_url = citizen_chat_url(c, 0, s->label.in[LANG_ID])};
  fill_questions(c, s, &a, &v);
  fill_requirements(c, s, &a, &v);
  fill_products(c, s, &a, &v);
  service_page(&rq->page, &v);
  web_page(rq, rs, 200);
}

/* ---- help, privacy, accessibility -------------------------------------------------------------------------------- */

static void about(struct web_request *rq, struct http_response *rs,
                  void (*page)(struct page *, const struct about_view *)) {
  struct about_view v = {.contact = citizen_contact(&rq->c)};
  page(&rq->page, &v);
  web_page(rq, rs, 200);
}

void citizen_help(struct web_request *rq, struct http_response *rs) { about(rq, rs, help_page); }
void citizen_privacy(struct web_request *rq, struct http_response *rs) { about(rq, rs, privacy_page); }
void citizen_access(struct web_request *rq, struct http_response *rs) { about(rq, rs, access_page); }

/* ---- for machines -------------------------------------------------------------------------------------------------
 */

static void plain(struct http_response *rs, str text) {
  rs->status = 200;
  rs->type = "text/plain; charset=utf-8";
  rs->body = text;
  http_set_header(rs, "X-Content-Type-Options", S("nosniff"));
}

void citizen_robots(struct web_request *rq, struct http_response *rs) {
  (void)rq;
  plain(rs, S("User-agent: *\nDisallow: /s/\nDisallow: /f/\nDisallow: /p/\nDisallow: /saya\nDisallow: /masuk\nDisallow: /janji/\nDisallow: /petugas\nDisallow: /api/\nDisallow: /hook/\n"));
}

/* RFC 9116. Whoever finds a hole tells the office. */
void citizen_security(struct web_request *rq, struct http_response *rs) {
  str url = rq->c.office->config->public_url;
  plain(rs, arena_printf(rq->c.arena,
                         "Contact: " STR_FMT "/bantuan\nExpires: " STR_FMT
                         "\nPreferred-Languages: id, en\nCanonical: " STR_FMT "/.well-known/security.txt\n",
                         STR_ARG(url), STR_ARG(rfc3339(rq->c.arena, rq->c.now + DAYS(180))), STR_ARG(url)));
}
