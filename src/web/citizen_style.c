/* /gaya: every component in its states. In demo mode alone: an office in service has no use for it. */
#include "web/citizen_visit.h"

static const struct option swatches[] = {{.value = {"c-bg", 4}, .label = {"kertas", 6}},     {.value = {"c-sunken", 8}, .label = {"sunken", 6}},
                                         {.value = {"c-nila", 6}, .label = {"nila", 4}},     {.value = {"c-kunyit", 8}, .label = {"kunyit", 6}},
                                         {.value = {"c-ok", 4}, .label = {"daun", 4}},       {.value = {"c-warn", 6}, .label = {"peringatan", 10}},
                                         {.value = {"c-err", 5}, .label = {"bata", 4}},      {.value = {"c-info", 6}, .label = {"laut", 4}},
                                         {.value = {"c-sogan", 7}, .label = {"sogan", 5}}};

static str words(struct ctx *c, enum text_key key) { return text_plain(c->lang, key); }

/* One field of each kind: empty, filled in, wrong. */
static void fill_inputs(struct ctx *c, struct style_view *v) {
  static const struct {
    enum field_kind kind;
    const char *name, *value;
    bool wrong, optional;
  } rows[] = {{FIELD_NAME, "nama", "", false, false},    {FIELD_NAME, "nama2", "Sari Dewi", false, false},
              {FIELD_NIK, "nik", "527199", true, false}, {FIELD_DATE, "tanggal", "", false, false},
              {FIELD_DATE, "tanggal2", "", true, false}, {FIELD_PHONE, "telepon", "0812 0000 0001", false, true},
              {FIELD_TIME, "jam", "", false, true},      {FIELD_LONG, "alamat", "", false, true},
              {FIELD_CHOICE, "pilih", "", true, false}};
  struct form_input *list = arena_array(c->arena, struct form_input, COUNT(rows));
  struct field_error *errors = arena_array(c->arena, struct field_error, COUNT(rows));
  struct option *options = arena_array(c->arena, struct option, 2);
  options[0] = (struct option){.value = S("a"), .label = words(c, T_STYLE_CHOICE_ONE), .help = words(c, T_STYLE_HINT_TEXT)};
  options[1] = (struct option){.value = S("b"), .label = words(c, T_STYLE_CHOICE_TWO), .chosen = true};
  for (size_t i = 0; i < COUNT(rows); i++) {
    list[i] = (struct form_input){.name = str_of(rows[i].name), .kind = rows[i].kind, .label = words(c, T_STYLE_LABEL), .help = words(c, T_STYLE_HINT_TEXT),
                                  .value = str_of(rows[i].value), .optional = rows[i].optional, .error = rows[i].wrong ? words(c, T_STYLE_ERROR) : S("")};
    if (rows[i].kind == FIELD_CHOICE) list[i].options = options, list[i].option_count = 2;
    if (rows[i].kind == FIELD_DATE && rows[i].wrong) list[i].day = S("31"), list[i].month = S("2"), list[i].year = S("2026");
    if (rows[i].wrong) errors[v->errors.n++] = (struct field_error){list[i].name, list[i].error};
  }
  v->errors.at = errors;
  v->inputs = list;
  v->input_count = COUNT(rows);
  struct form_input *more = arena_array(c->arena, struct form_input, 1);
  more[0] = (struct form_input){.name = S("lain"), .kind = FIELD_TEXT, .label = words(c, T_STYLE_LABEL), .value = S(""), .optional = true, .error = S("")};
  v->group = (struct input_group){.title = words(c, T_STYLE_GROUP), .more = more, .more_count = 1};
}

static void fill_tags(struct ctx *c, struct style_view *v) {
  struct tag *tags = arena_array(c->arena, struct tag, STATES);
  for (int s = 0; s < STATES; s++) tags[v->tag_count++] = tag_citizen_state((enum state)s);
  static const enum state shown[] = {STATE_SUBMITTED, STATE_READY_FOR_PICKUP, STATE_NEEDS_CORRECTION, STATE_REFUSED, STATE_ON_HOLD, STATE_CANCELLED};
  struct tag *panels = arena_array(c->arena, struct tag, COUNT(shown));
  for (size_t i = 0; i < COUNT(shown); i++) panels[v->panel_count++] = tag_citizen_state(shown[i]);
  v->tags = tags;
  v->panels = panels;
}

static void fill_lists(struct ctx *c, struct style_view *v) {
  struct task_row *tasks = arena_array(c->arena, struct task_row, 4);
  struct timeline_line *timeline = arena_array(c->arena, struct timeline_line, 2);
  struct talk_line *talk = arena_array(c->arena, struct talk_line, 2);
  for (int i = 0; i < 4; i++) /* one of each state */
    tasks[i] = (struct task_row){.url = i == TASK_WAITS ? S("") : S("/gaya"), .label = words(c, T_STYLE_TASK), .state = (enum task_state)i};
  str when = text_moment(c->arena, c->lang, c->now), iso = rfc3339(c->arena, c->now);
  timeline[0] = (struct timeline_line){.when = when, .iso = iso, .text = words(c, T_CITIZEN_STATE_IN_REVIEW)};
  timeline[1] = (struct timeline_line){.when = when, .iso = iso, .text = words(c, T_CITIZEN_STATE_SUBMITTED)};
  talk[0] = (struct talk_line){false, words(c, T_PORTAL_TALK_YOU), when, iso, words(c, T_STYLE_BODY_TEXT)};
  talk[1] = (struct talk_line){true, words(c, T_PORTAL_TALK_OFFICER), when, iso, words(c, T_STYLE_BODY_TEXT)};
  v->tasks = tasks, v->task_count = 4;
  v->timeline = timeline, v->timeline_count = 2;
  v->talk = talk, v->talk_count = 2;
}

void citizen_style(struct web_request *rq, struct http_response *rs) {
  struct ctx *c = &rq->c;
  if (!c->office->config->demo) {
    web_error_page(rq, rs, 404);
    return;
  }
  struct style_view v = {.swatches = swatches, .swatch_count = COUNT(swatches), .time = citizen_working_time(c, 24)};
  fill_inputs(c, &v);
  fill_tags(c, &v);
  fill_lists(c, &v);
  citizen_personal(rs);
  style_page(&rq->page, &v);
  web_page(rq, rs, 200);
}
