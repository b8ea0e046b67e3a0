/* /lapor: a complaint or a report of an illegal fee, with a name or without, and its page behind the token. */
#include "web/citizen.h"
#include "web/complaint.h"
#include "web/inputs.h"

#define A_MINUTE_OF_A_PEER 5

enum text_key complaint_words(const char *family, const char *code) {
  char name[80];
  snprintf(name, sizeof name, "complaint.%s.%s", family, code);
  return text_key_find(str_of(name));
}

struct tag complaint_tag(const struct complaint *k) {
  static const char *const tones[COMPLAINT_STATES] = {"warn", "info", "ok"};
  return (struct tag){complaint_words("state", complaint_state_code(k->state)), tones[k->state]};
}

/* ---- the form -------------------------------------------------------------------------------------- */

static struct local_text both(struct ctx *c, enum text_key key) {
  str words = key == T_NONE ? S("") : text_plain(c->lang, key);
  return (struct local_text){{words, words}};
}

void complaint_form_fill(struct web_request *rq, struct complaint_form_view *v) {
  struct ctx *c = &rq->c;
  struct choice *kinds = arena_array(c->arena, struct choice, COMPLAINT_KINDS);
  for (int i = 0; i < COMPLAINT_KINDS; i++) {
    const char *code = complaint_kind_code((enum complaint_kind)i);
    kinds[i] = (struct choice){.code = str_of(code), .label = both(c, complaint_words("kind", code)), .help = both(c, complaint_words("kind_help", code))};
  }
  const struct {
    const char *code;
    enum field_kind kind;
    enum text_key label, help;
    bool optional;
  } rows[] = {{"kind", FIELD_CHOICE, T_COMPLAINT_FORM_KIND, T_NONE, false},
              {"body", FIELD_LONG, T_COMPLAINT_FORM_BODY, T_COMPLAINT_FORM_BODY_HELP, false},
              {"place", FIELD_TEXT, T_COMPLAINT_FORM_PLACE, T_COMPLAINT_FORM_PLACE_HELP, true},
              {"officer_name", FIELD_TEXT, T_COMPLAINT_FORM_OFFICER_NAME, T_COMPLAINT_FORM_OFFICER_HELP, true},
              {"number", FIELD_TEXT, T_COMPLAINT_FORM_NUMBER, T_NONE, true},
              {"name", FIELD_NAME, v->officer ? T_COMPLAINT_FORM_THEIR_NAME : T_COMPLAINT_FORM_NAME, T_NONE, true},
              {"phone", FIELD_PHONE, v->officer ? T_COMPLAINT_FORM_THEIR_PHONE : T_COMPLAINT_FORM_PHONE, T_COMPLAINT_FORM_PHONE_HELP, true}};
  struct form_input *inputs = arena_array(c->arena, struct form_input, COUNT(rows));
  str kind = web_query(rq, "jenis");
  str usual = arena_printf(c->arena, "{\"kind\":\"%s\"}", str_eq(kind, S("pungli")) ? "pungli" : "layanan");
  for (size_t i = 0; i < COUNT(rows); i++) {
    const struct form_field f = {.code = str_of(rows[i].code), .kind = rows[i].kind, .optional = rows[i].optional, .label = both(c, rows[i].label),
                                 .help = both(c, rows[i].help), .choices = kinds, .choice_count = rows[i].kind == FIELD_CHOICE ? COMPLAINT_KINDS : 0};
    inputs[i] = input_of(rq, &f, usual);
  }
  v->inputs = inputs;
  v->input_count = COUNT(rows);
  v->anonymous = web_checked(rq, "anonymous");
  v->errors = citizen_errors(c);
}

enum err complaint_form_submit(struct web_request *rq, enum complaint_channel channel, str *ret_ticket, str *ret_token) {
  struct new_complaint n = {.channel = channel, .body = web_field(rq, "body"), .place = web_field(rq, "place"),
                            .officer_name = web_field(rq, "officer_name"), .number = web_field(rq, "number"),
                            .anonymous = web_checked(rq, "anonymous"), .name = web_field(rq, "name"), .phone = web_field(rq, "phone")};
  if (!complaint_kind_parse(web_field(rq, "kind"), &n.kind)) return ctx_fail(&rq->c, E_INPUT, T_COMPLAINT_KIND_NEEDED, "missing", S("kind"));
  return complaint_submit(&rq->c, &n, ret_ticket, ret_token);
}

static void form_show(struct web_request *rq, struct http_response *rs, int status) {
  struct complaint_form_view v = {.action = S("/lapor")};
  complaint_form_fill(rq, &v);
  complaint_form_page(&rq->page, &v);
  web_page(rq, rs, status);
}

void citizen_complaint(struct web_request *rq, struct http_response *rs) { form_show(rq, rs, 200); }

void citizen_complaint_send(struct web_request *rq, struct http_response *rs) {
  str ticket, token;
  citizen_personal(rs);
  if (!web_allow("complaint", rq->http->peer, A_MINUTE_OF_A_PEER)) {
    web_error_page(rq, rs, 429);
    return;
  }
  enum err e = complaint_form_submit(rq, COMPLAINT_WEB, &ticket, &token);
  if (e == E_OK) web_redirect(rq, rs, arena_printf(rq->c.arena, "/lapor/" STR_FMT "?baru=1", STR_ARG(token)));
  else if (e == E_INPUT) form_show(rq, rs, 422);
  else web_error(rq, rs, e);
}

/* ---- its page -------------------------------------------------------------------------------------------- */

struct complaint_status_view complaint_status_of(struct web_request *rq, const struct complaint *k, str token) {
  struct ctx *c = &rq->c;
  bool open = k->state != COMPLAINT_ANSWERED;
  return (struct complaint_status_view){
      .ticket = k->ticket, .received = text_moment(c->arena, c->lang, k->created_at), .due = text_date(c->arena, c->lang, local_of(k->due_at).date),
      .answered = k->answered_at ? text_moment(c->arena, c->lang, k->answered_at) : S(""), .answer = k->answer, .lapor_number = k->lapor_number,
      .page_url = office_url(c, "/lapor/", token),
      .kind = complaint_words("kind", complaint_kind_code(k->kind)), .state = complaint_tag(k),
      .fresh = str_eq(web_query(rq, "baru"), S("1")), .late = open && k->due_at < c->now};
}

void citizen_complaint_status(struct web_request *rq, struct http_response *rs) {
  struct complaint k;
  citizen_personal(rs);
  enum err e = complaint_by_token(&rq->c, rq->args[0], &k);
  if (e == E_NOTFOUND) {
    citizen_unknown_token(rq, rs);
    return;
  }
  if (e != E_OK) {
    web_error(rq, rs, e);
    return;
  }
  struct complaint_status_view v = complaint_status_of(rq, &k, rq->args[0]);
  complaint_status_page(&rq->page, &v);
  web_page(rq, rs, 200);
}
