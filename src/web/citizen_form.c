/* /f/{token}: the data form behind a one-time link of the chat. One section a page, each kept as soon as it is sent;
 * then everything once more to read over; then it is sent in. What looks odd is pointed out once and never refused: the
 * law lets data change while a NIK stays (Permendagri 108/2019 art. 15). */
#include <jansson.h>

#include "office/draft.h"
#include "office/json.h"
#include "web/citizen.h"
#include "web/citizen_warn.h"
#include "web/inputs.h"

struct open_form {
  struct application f;
  str sections[MAX_FORM_FIELDS];
  size_t section_count;
};

static bool applies(const struct application *f, const struct form_field *field) {
  return condition_holds(f->service, &field->when, &f->answers);
}

/* In the order in which their first field stands. */
static void list_sections(struct open_form *o) {
  const struct service *s = o->f.service;
  for (size_t i = 0; i < s->field_count; i++) {
    bool known = !applies(&o->f, &s->fields[i]);
    for (size_t k = 0; k < o->section_count; k++) known |= str_eq(o->sections[k], s->fields[i].section);
    if (!known && o->section_count < MAX_FORM_FIELDS) o->sections[o->section_count++] = s->fields[i].section;
  }
}

static str section_title(struct ctx *c, str section) {
  enum text_key key = text_key_find(arena_printf(c->arena, "desk.section." STR_FMT, STR_ARG(section)));
  return key == T_NONE ? section : text_plain(c->lang, key);
}

static void to_form(struct web_request *rq, struct http_response *rs, str tail) {
  web_redirect(rq, rs, arena_printf(rq->c.arena, "/f/" STR_FMT "/" STR_FMT, STR_ARG(rq->args[0]), STR_ARG(tail)));
}

static void show_expired(struct web_request *rq, struct http_response *rs, int status) {
  struct expired_view v = {.contact = citizen_contact(&rq->c)};
  expired_page(&rq->page, &v);
  web_page(rq, rs, status);
}

/* Answers in its place when the form is not open any more. */
static bool open_form(struct web_request *rq, struct http_response *rs, struct open_form *o) {
  struct form_open link;
  citizen_personal(rs);
  enum err e = link_open(&rq->c, rq->args[0], &o->f, &link);
  if (e == E_NOTFOUND) {
    if (web_allow("token-miss", rq->http->peer, 20))
      show_expired(rq, rs, 404);
    else
      web_error_page(rq, rs, 429);
  } else if (e != E_OK) {
    web_error(rq, rs, e);
  } else if (link.used) {
    to_form(rq, rs, S("selesai"));
  } else if (link.expired) {
    show_expired(rq, rs, 410);
  } else {
    list_sections(o);
    return true;
  }
  return false;
}

/* ---- one section ---------------------------------------------------------------------------------------------- */

static str number_text(struct ctx *c, size_t n) { return arena_printf(c->arena, "%zu", n); }

/* Only the first page of a section is asked for by number; anything else is no page. 0: none. */
static size_t section_asked(const struct web_request *rq, const struct open_form *o) {
  i64 n;
  bool known = str_to_i64(rq->args[1], &n) && n >= 1 && (size_t)n <= o->section_count;
  return known ? (size_t)n : 0;
}

static void section_show(struct web_request *rq, struct http_response *rs, const struct open_form *o, size_t index,
                         const struct warnings *warnings, int status) {
  struct ctx *c = &rq->c;
  const struct service *s = o->f.service;
  str section = o->sections[index - 1];
  struct form_input *inputs = arena_array(c->arena, struct form_input, s->field_count + 1);
  struct section_view v = {.token = rq->args[0],
                           .service = local(&s->label, c->lang),
                           .number = o->f.number,
                           .title = section_title(c, section),
                           .index = (int)index,
                           .count = (int)o->section_count,
                           .from_check = web_query(rq, "periksa").n || web_checked(rq, "from_check"),
                           .inputs = inputs,
                           .errors = citizen_errors(c)};
  for (size_t i = 0; i < s->field_count; i++)
    if (str_eq(s->fields[i].section, section) && applies(&o->f, &s->fields[i]))
      inputs[v.input_count++] = input_of(rq, &s->fields[i], o->f.data);
  if (warnings) {
    v.warnings = warnings->at;
    v.warning_count = warnings->n;
  }
  section_page(&rq->page, &v);
  web_page(rq, rs, status);
}

void citizen_section(struct web_request *rq, struct http_response *rs) {
  struct open_form *o = arena_new_of(rq->c.arena, struct open_form);
  if (!open_form(rq, rs, o)) return;
  size_t index = section_asked(rq, o);
  if (index)
    section_show(rq, rs, o, index, NULL, 200);
  else
    web_error_page(rq, rs, 404);
}

void citizen_section_save(struct web_request *rq, struct http_response *rs) {
  struct ctx *c = &rq->c;
  struct open_form *o = arena_new_of(c->arena, struct open_form);
  if (!open_form(rq, rs, o)) return;
  size_t index = section_asked(rq, o);
  if (!index) {
    web_error_page(rq, rs, 404);
    return;
  }
  str section = o->sections[index - 1];
  str data = inputs_data(rq, o->f.service, &o->f.answers, section);
  section_missing(c, &o->f, section, data);
  enum err e = c->fault_count ? E_INPUT : form_save(c, rq->args[0], data, false, &o->f);
  struct warnings warnings = e == E_OK ? section_warnings(c, &o->f, section) : (struct warnings){0};
  if (e == E_INPUT)
    section_show(rq, rs, o, index, NULL, 422);
  else if (e != E_OK)
    web_error(rq, rs, e);
  else if (warnings.n && !web_checked(rq, "noticed"))
    section_show(rq, rs, o, index, &warnings, 200);
  else if (web_checked(rq, "from_check") || index == o->section_count)
    to_form(rq, rs, S("periksa"));
  else
    to_form(rq, rs, number_text(c, index + 1));
}

/* ---- reading over and sending ------------------------------------------------------------------------------------ */

static str shown_value(struct ctx *c, const struct form_field *field, str value) {
  struct date d;
  if (field->kind == FIELD_DATE && date_parse(value, &d)) return text_date(c->arena, c->lang, d);
  for (size_t i = 0; i < field->choice_count; i++)
    if (str_eq(field->choices[i].code, value)) return local(&field->choices[i].label, c->lang);
  return value;
}

static void fill_section(struct ctx *c, const struct open_form *o, json_t *data, size_t at, struct data_section *ret) {
  const struct service *s = o->f.service;
  struct data_line *lines = arena_array(c->arena, struct data_line, s->field_count + 1);
  *ret = (struct data_section){.title = section_title(c, o->sections[at]), .index = (int)at + 1, .lines = lines};
  for (size_t i = 0; i < s->field_count; i++) {
    const struct form_field *field = &s->fields[i];
    if (!str_eq(field->section, o->sections[at]) || !applies(&o->f, field)) continue;
    str value = arena_str(c->arena, json_member(data, arena_cstr(c->arena, field->code)));
    lines[ret->line_count++] = (struct data_line){local(&field->label, c->lang), shown_value(c, field, value)};
  }
}

/* An error names its field; its link leads to the section the field stands in. */
static struct form_errors section_errors(struct ctx *c, const struct open_form *o) {
  struct form_errors errors = citizen_errors(c);
  struct field_error *at = arena_array(c->arena, struct field_error, errors.n + 1);
  for (size_t i = 0; i < errors.n; i++) {
    const struct form_field *field = service_field(o->f.service, errors.at[i].field);
    at[i] = (struct field_error){.field = S(""), .text = errors.at[i].text};
    for (size_t k = 0; field && k < o->section_count; k++)
      if (str_eq(field->section, o->sections[k])) at[i].field = arena_printf(c->arena, "bagian-%zu", k + 1);
  }
  return (struct form_errors){at, errors.n};
}

static void check_answers_show(struct web_request *rq, struct http_response *rs, const struct open_form *o,
                               int status) {
  struct ctx *c = &rq->c;
  struct data_section *sections = arena_array(c->arena, struct data_section, o->section_count + 1);
  json_t *data = json_loadb(o->f.data.n ? o->f.data.p : "{}", o->f.data.n ? o->f.data.n : 2, 0, NULL);
  for (size_t i = 0; i < o->section_count; i++) fill_section(c, o, data, i, &sections[i]);
  json_decref(data);
  struct answers_view v = {.token = rq->args[0],
                           .service = local(&o->f.service->label, c->lang),
                           .number = o->f.number,
                           .sections = sections,
                           .section_count = o->section_count,
                           .errors = section_errors(c, o)};
  answers_page(&rq->page, &v);
  web_page(rq, rs, status);
}

void citizen_answers(struct web_request *rq, struct http_response *rs) {
  struct open_form *o = arena_new_of(rq->c.arena, struct open_form);
  if (open_form(rq, rs, o)) check_answers_show(rq, rs, o, 200);
}

void citizen_answers_send(struct web_request *rq, struct http_response *rs) {
  struct open_form *o = arena_new_of(rq->c.arena, struct open_form);
  if (!open_form(rq, rs, o)) return;
  enum err e = form_save(&rq->c, rq->args[0], S("{}"), true, &o->f);
  if (e == E_OK)
    to_form(rq, rs, S("selesai"));
  else if (e == E_INPUT)
    check_answers_show(rq, rs, o, 422);
  else
    web_error(rq, rs, e);
}

/* ---- before and after ----------------------------------------------------------------------------------------------
 */

/* Whoever comes back goes on at the first section with something to fill in. */
void citizen_form(struct web_request *rq, struct http_response *rs) {
  struct ctx *c = &rq->c;
  struct open_form *o = arena_new_of(c->arena, struct open_form);
  if (!open_form(rq, rs, o)) return;
  for (size_t i = 0; i < o->section_count; i++) {
    size_t before = c->fault_count;
    section_missing(c, &o->f, o->sections[i], o->f.data);
    if (c->fault_count == before) continue;
    c->fault_count = 0;
    to_form(rq, rs, number_text(c, i + 1));
    return;
  }
  to_form(rq, rs, S("periksa"));
}

void citizen_form_done(struct web_request *rq, struct http_response *rs) {
  struct ctx *c = &rq->c;
  struct application f = {0};
  struct form_open link;
  citizen_personal(rs);
  enum err e = link_open(c, rq->args[0], &f, &link);
  if (e != E_OK || !link.used) {
    to_form(rq, rs, S(""));
    return;
  }
  bool has_number = f.state != STATE_DRAFT;
  struct sent_view v = {
      .number = has_number ? f.number : S(""),
      .service = local(&f.service->label, c->lang),
      .wa_url = f.chat ? citizen_chat_url(c, f.chat, S("")) : S(""),
      .status_url = has_number ? arena_printf(c->arena, "/s/" STR_FMT, STR_ARG(file_status_token(c, f.id))) : S("")};
  sent_page(&rq->page, &v);
  web_page(rq, rs, 200);
}
