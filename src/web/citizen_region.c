#include "web/citizen_region.h"

#include "config/region_file.h"
#include "office/json.h"

#define SHOWN 12
#define SUGGESTED 8
#define LOOKS_OF_A_PEER 600 /* a minute */
#define AS_TYPED S("-")

static const struct {
  const char *tail;
  enum region_level level;
} beside[] = {{"district", REGION_DISTRICT}, {"regency", REGION_REGENCY}, {"province", REGION_PROVINCE}};

static str typed(const struct web_request *rq, str code, const char *tail) {
  str v = field_get(&rq->form, arena_printf(rq->c.arena, STR_FMT "%s", STR_ARG(code), tail));
  return v.p ? str_trim(v) : S("");
}

/* "destination_" of "destination_village" */
static str prefix_of(str code) { return str_ends(code, S("village")) ? str_sub(code, 0, code.n - 7) : STR_NONE; }

static const char *neighbour(struct ctx *c, const struct form_field *field, const char *tail) {
  return arena_cstr(c->arena, arena_printf(c->arena, STR_FMT "%s", STR_ARG(prefix_of(field->code)), tail));
}

/* Where no city is asked for, the place lies in the office's own. */
static struct region_query query_of(struct ctx *c, const struct application *f, const struct form_field *field, str words) {
  const struct form_field *regency = service_field(f->service, str_of(neighbour(c, field, "regency")));
  bool anywhere = regency && condition_holds(f->service, &regency->when, &f->answers);
  return (struct region_query){.typed = words, .within = anywhere ? S("") : c->office->config->office.code};
}

/* ---- what was typed ---------------------------------------------------------------------------------------- */

static void set(json_t *data, const char *key, str value) { json_object_set_new(data, key, json_of(value)); }

static void take(struct ctx *c, const struct application *f, const struct form_field *field, const struct region_place *p, json_t *data) {
  set(data, arena_cstr(c->arena, field->code), p->names[REGION_VILLAGE]);
  set(data, neighbour(c, field, "village_code"), p->code);
  for (size_t i = 0; i < COUNT(beside); i++) {
    const char *key = neighbour(c, field, beside[i].tail);
    const struct form_field *other = service_field(f->service, str_of(key));
    if (other && condition_holds(f->service, &other->when, &f->answers)) set(data, key, p->names[beside[i].level]);
  }
}

void region_resolve(struct web_request *rq, const struct application *f, const struct form_field *field, json_t *data) {
  struct ctx *c = &rq->c;
  const struct regions *r = regions_of(c->office->config);
  str words = typed(rq, field->code, ""), pick = typed(rq, field->code, "_pick");
  struct region_place found[1];
  size_t all = 0;
  if (!r || !prefix_of(field->code).n) return;
  set(data, neighbour(c, field, "village_code"), S(""));
  if (!words.n || str_eq(pick, AS_TYPED)) return;
  struct region_query q = query_of(c, f, field, words);
  if (regions_by_code(r, c->arena, pick, &found[0])) all = 1;
  else (void)regions_find(r, c->arena, &q, found, 1, &all);
  if (all == 1) {
    take(c, f, field, &found[0], data);
    return;
  }
  enum text_key why = !all ? T_PORTAL_REGION_NONE : all > SHOWN ? T_PORTAL_REGION_MORE : T_PORTAL_REGION_MANY;
  (void)ctx_fail_arg(c, E_INPUT, why, "region", arena_printf(c->arena, "data/" STR_FMT, STR_ARG(field->code)), "field", local(&field->label, c->lang));
}

/* ---- how it is shown ------------------------------------------------------------------------------------------ */

static str kept(struct ctx *c, const struct application *f, const char *key) {
  json_t *o = json_loadb(f->data.n ? f->data.p : "{}", f->data.n ? f->data.n : 2, 0, NULL);
  str v = arena_str(c->arena, json_member(o, key));
  json_decref(o);
  return v;
}

/* The citizen uses his own words for this place. */
static bool as_typed(struct web_request *rq, const struct application *f, const struct form_field *village) {
  if (rq->form.n) return str_eq(typed(rq, village->code, "_pick"), AS_TYPED);
  return kept(&rq->c, f, arena_cstr(rq->c.arena, village->code)).n && !kept(&rq->c, f, neighbour(&rq->c, village, "village_code")).n;
}

bool region_hidden(struct web_request *rq, const struct application *f, const struct form_field *field) {
  for (size_t i = 0; i < COUNT(beside); i++) {
    str tail = str_of(beside[i].tail);
    if (!str_ends(field->code, tail)) continue;
    str village = arena_printf(rq->c.arena, STR_FMT "village", STR_ARG(str_sub(field->code, 0, field->code.n - tail.n)));
    const struct form_field *v = service_field(f->service, village);
    return v && v->kind == FIELD_REGION && condition_holds(f->service, &v->when, &f->answers) && regions_of(rq->c.office->config) &&
           !as_typed(rq, f, v);
  }
  return false;
}

/* Words that were not understood come back with what they may mean. */
static void fill_picks(struct web_request *rq, const struct application *f, const struct form_field *field, const struct regions *r, struct form_input *in) {
  struct ctx *c = &rq->c;
  struct region_place found[SHOWN];
  struct region_query q = query_of(c, f, field, in->value);
  struct option *options = arena_array(c->arena, struct option, SHOWN + 1);
  str pick = typed(rq, field->code, "_pick");
  size_t all = 0, n = regions_find(r, c->arena, &q, found, SHOWN, &all);
  for (size_t i = 0; all <= SHOWN && i < n; i++) {
    const str *names = found[i].names;
    options[in->option_count++] = (struct option){
        .value = found[i].code,
        .label = names[REGION_VILLAGE],
        .help = arena_printf(c->arena, STR_FMT ", " STR_FMT ", " STR_FMT, STR_ARG(names[REGION_DISTRICT]), STR_ARG(names[REGION_REGENCY]), STR_ARG(names[REGION_PROVINCE])),
        .chosen = str_eq(pick, found[i].code)};
  }
  options[in->option_count++] = (struct option){.value = AS_TYPED, .label = S(""), .text = T_PORTAL_REGION_AS_TYPED, .chosen = str_eq(pick, AS_TYPED)};
  in->options = options;
}

void region_fill(struct web_request *rq, const struct application *f, const struct form_field *field, struct form_input *in) {
  struct ctx *c = &rq->c;
  const struct regions *r = regions_of(c->office->config);
  struct region_place p;
  if (!r || !prefix_of(field->code).n) return;
  struct region_query q = query_of(c, f, field, S(""));
  in->suggest = q.within.n ? S("/wilayah?kota=1") : S("/wilayah?kota=0");
  in->option_count = 0;
  if (!in->help.n) in->help = text_plain(c->lang, T_PORTAL_REGION_HINT);
  if (!rq->form.n && regions_by_code(r, c->arena, kept(c, f, neighbour(c, field, "village_code")), &p)) in->value = region_written(c->arena, &p);
  if (in->value.n && (in->error.n || as_typed(rq, f, field))) fill_picks(rq, f, field, r, in);
}

/* ---- GET /wilayah?q=&kota=: names while they are typed, for region.js ---------------------------------------------- */

void citizen_regions(struct web_request *rq, struct http_response *rs) {
  struct ctx *c = &rq->c;
  const struct regions *r = regions_of(c->office->config);
  struct region_place found[SUGGESTED];
  size_t all = 0, n = 0;
  struct region_query q = {web_query(rq, "q"), str_eq(web_query(rq, "kota"), S("1")) ? c->office->config->office.code : S("")};
  if (!web_allow("region-peer", rq->http->peer, LOOKS_OF_A_PEER)) {
    web_error_page(rq, rs, 429);
    return;
  }
  if (r && q.typed.n >= 3) n = regions_find(r, c->arena, &q, found, SUGGESTED, &all);
  json_t *list = json_array();
  for (size_t i = 0; i < n; i++) json_array_append_new(list, json_of(region_written(c->arena, &found[i])));
  web_json(rq, rs, 200, json_text(c->arena, list));
}
