/* GET /api/v1/services: what can be asked for, and which papers one situation needs. Public: nothing in it is personal.
 */
#include "web/api/api.h"

static void put_choices(struct json_out *o, struct ctx *c, const struct choice *choices, size_t n) {
  put_open(o, "choices", '[');
  for (size_t i = 0; i < n; i++) {
    put_open(o, NULL, '{');
    put_text(o, "code", choices[i].code);
    put_text(o, "label", local(&choices[i].label, c->lang));
    put_close(o, '}');
  }
  put_close(o, ']');
}

static void put_questions(struct json_out *o, struct ctx *c, const struct service *s, const struct answers *answers) {
  put_open(o, "questions", '[');
  for (size_t i = 0; i < s->question_count; i++) {
    const struct question *q = &s->questions[i];
    u8 counts = answer_of(s, answers, i);
    put_open(o, NULL, '{');
    put_text(o, "code", q->code);
    put_text(o, "ask", local(&q->ask, c->lang));
    put_text(o, "usual", q->choices[q->usual].code);
    put_bool(o, "applies", counts != UNANSWERED);
    put_opt(o, "answer", counts == UNANSWERED ? STR_NONE : q->choices[counts].code);
    put_choices(o, c, q->choices, q->choice_count);
    put_close(o, '}');
  }
  put_close(o, ']');
}

static void put_requirements(struct json_out *o, struct ctx *c, const struct service *s,
                             const struct answers *answers) {
  struct judgement needs = service_judge(s, answers, ctx_today(c));
  put_open(o, "requirements", '[');
  for (size_t i = 0; i < needs.n; i++) {
    const struct requirement *r = needs.needs[i];
    put_open(o, NULL, '{');
    put_text(o, "code", r->code);
    put_text(o, "label", local(&r->label, c->lang));
    put_opt(o, "help", local(&r->help, c->lang));
    put_opt(o, "form", r->form);
    api_put_modes(o, r->modes);
    put_opt(o, "basis", r->basis_ref);
    put_close(o, '}');
  }
  put_close(o, ']');
}

static void put_fields(struct json_out *o, struct ctx *c, const struct service *s, const struct answers *answers) {
  static const char *const kinds[] = {
      [FIELD_TEXT] = "text",     [FIELD_NAME] = "name", [FIELD_NIK] = "nik",     [FIELD_KK] = "kk",
      [FIELD_DATE] = "date",     [FIELD_TIME] = "time", [FIELD_PHONE] = "phone", [FIELD_NUMBER] = "number",
      [FIELD_CHOICE] = "choice", [FIELD_LONG] = "long", [FIELD_REGION] = "region"};
  put_open(o, "fields", '[');
  for (size_t i = 0; i < s->field_count; i++) {
    const struct form_field *f = &s->fields[i];
    if (!condition_holds(s, &f->when, answers)) continue;
    put_open(o, NULL, '{');
    put_text(o, "code", f->code);
    put_text(o, "label", local(&f->label, c->lang));
    put_text(o, "section", f->section);
    put_opt(o, "form", f->form);
    put_code(o, "kind", kinds[f->kind]);
    put_bool(o, "optional", f->optional);
    put_choices(o, c, f->choices, f->choice_count);
    put_close(o, '}');
  }
  put_close(o, ']');
}

/* Sections whose fields come once for each of several: in `data` a list of objects under the section's name. */
static void put_lists(struct json_out *o, struct ctx *c, const struct service *s, const struct answers *answers) {
  put_open(o, "lists", '[');
  for (size_t i = 0; i < s->list_count; i++) {
    const struct form_list *l = &s->lists[i];
    if (!list_applies(s, l, answers)) continue;
    put_open(o, NULL, '{');
    put_text(o, "section", l->section);
    put_text(o, "item", local(&l->item, c->lang));
    put_int(o, "least", l->least);
    put_int(o, "most", l->most);
    put_close(o, '}');
  }
  put_close(o, ']');
}

static void put_service(struct json_out *o, struct ctx *c, const struct service *s) {
  put_text(o, "code", s->code);
  put_text(o, "rules", s->version);
  put_text(o, "label", local(&s->label, c->lang));
  put_text(o, "description", local(&s->description, c->lang));
  put_bool(o, "in_person", s->in_person);
  put_int(o, "working_hours", s->sla_working_hours);
  put_code(o, "delivery", delivery_code(s->delivery));
}

void api_list_services(struct web_request *rq, struct http_response *rs) {
  const struct catalogue *all = &rq->c.office->catalogue;
  struct json_out o = json_out_new(rq->c.arena);
  put_open(&o, "items", '[');
  for (size_t i = 0; i < all->n; i++) {
    put_open(&o, NULL, '{');
    put_service(&o, &rq->c, &all->services[i]);
    put_close(&o, '}');
  }
  put_close(&o, ']');
  web_json(rq, rs, 200, json_out_end(&o));
}

/* Every parameter but the page's language is the answer to a question. */
static enum err read_answers(struct web_request *rq, const struct service *s, struct answers *ret) {
  struct object o = {&rq->c, NULL, S("")};
  *ret = answers_none();
  for (size_t i = 0; i < rq->query.n; i++) {
    const struct field *f = &rq->query.at[i];
    if (!str_eq(f->name, S("hl"))) (void)api_answer(o, s, ret, arena_cstr(rq->c.arena, f->name), f->value);
  }
  return rq->c.fault_count ? E_INPUT : E_OK;
}

void api_open_service(struct web_request *rq, struct http_response *rs) {
  const struct service *s = catalogue_find(&rq->c.office->catalogue, rq->args[0]);
  struct answers answers;
  enum err e = s ? read_answers(rq, s, &answers) : E_NOTFOUND;
  if (e != E_OK) {
    api_error(rq, rs, e);
    return;
  }
  struct json_out o = json_out_new(rq->c.arena);
  put_service(&o, &rq->c, s);
  put_questions(&o, &rq->c, s, &answers);
  put_requirements(&o, &rq->c, s, &answers);
  put_fields(&o, &rq->c, s, &answers);
  put_lists(&o, &rq->c, s, &answers);
  web_json(rq, rs, 200, json_out_end(&o));
}
