/* The Cloud API as a server calls it: /{version}/{number}/messages, /media and the rest; also without version and
 * number, as 360dialog has it, where the key says which number is meant. */
#include "base/limits.h"
#include "phone/check.h"
#include "phone/errors.h"
#include "phone/hook.h"
#include "phone/serve.h"

/* ---- who calls --------------------------------------------------------------------------------------------------- */

static str token_of(struct ask *q) {
  str bearer = http_header(q->rq, "Authorization");
  if (str_starts(bearer, S("Bearer "))) return str_trim(str_from(bearer, 7));
  return http_header(q->rq, "D360-API-KEY");
}

/* The first number that is used with this token, or -1. */
static int number_by_token(const struct phone *p, str token) {
  for (size_t i = 0; i < p->options.number_count; i++)
    if (token.n && same_secret(p->options.numbers[i].token, token)) return (int)i;
  return -1;
}

static bool may_use(struct ask *q, int number) {
  bool fine = same_secret(q->p->options.numbers[number].token, token_of(q));
  if (!fine) answer_error(q, 401, 190, STR_NONE);
  return fine;
}

static void answer_no_object(struct ask *q) {
  q->p->counts.refused++;
  answer_json(q, 400, error_answer(100, 33, S("Object does not exist, cannot be loaded due to missing permissions.")));
}

/* ---- messages -----------------------------------------------------------------------------------------------------
 */

static void mark_read(struct ask *q, int number, const json_t *body) {
  struct phone *p = q->p;
  struct fault fault;
  if (!check_read(q->a, body, &fault)) return answer_error(q, 400, fault.code, fault.details);
  struct message *m = message_by_id(p, str_of(json_string_value(json_object_get(body, "message_id"))));
  if (!m || m->side != CITIZEN || m->number != number) return answer_error(q, 400, 131009, S("Message not found."));
  p->counts.read_marks++;
  if (json_object_get(body, "typing_indicator")) {
    p->counts.typing++;
    p->citizens[m->citizen].at[number].typing_until = clock_now() + TYPING;
  }
  int citizen = m->citizen;
  for (; m; m = message_by_seq(p, m->seq - 1)) { /* and all before it */
    if (m->citizen != citizen || m->number != number || m->side != CITIZEN) continue;
    if (m->tick == READ) break;
    m->tick = READ;
    message_changed(p, m);
  }
  answer_json(q, 200, json_pack("{s:b}", "success", 1));
}

static void post_message(struct ask *q, int number) {
  json_t *body = json_loadb(q->body.p ? q->body.p : "", q->body.n, JSON_REJECT_DUPLICATES, NULL);
  if (!json_is_object(body))
    answer_error(q, 400, 100, S("The body is not a JSON object."));
  else if (json_object_get(body, "status"))
    mark_read(q, number, body);
  else
    send_message(q, number, body);
  json_decref(body);
}

/* ---- files ----------------------------------------------------------------------------------------------------------
 */

static void post_media(struct ask *q, int number) {
  struct phone *p = q->p;
  struct sent_file sent;
  struct fault fault;
  bool multipart = str_starts(http_header(q->rq, "Content-Type"), S("multipart/form-data"));
  if (!multipart || ask_file(q, &sent) != E_OK || !sent.bytes.p)
    return answer_error(q, 400, 100, S("The body must be multipart/form-data with a file."));
  if (!str_eq(field_get(&sent.fields, S("messaging_product")), S("whatsapp")))
    return answer_error(q, 400, 100, S("Param messaging_product must be whatsapp"));
  str mime = sent.mime.n ? sent.mime : field_get(&sent.fields, S("type"));
  if (!check_file(q->a, mime, sent.bytes, &fault)) return answer_error(q, 400, fault.code, fault.details);
  struct file *f = file_add(p, number, mime, sent.name, sent.bytes);
  if (!f) return answer_error(q, 400, 131053, S("The file is too large for this phone."));
  p->counts.files_in++;
  str id = file_id(q->a, f);
  answer_json(q, 200, json_pack("{s:s%}", "id", id.p, id.n));
}

/* The file a token may see, or NULL with q answered. */
static struct file *own_file(struct ask *q, str id) {
  struct file *f = kept_file_by_id(q->p, id);
  if (!f) return answer_no_object(q), NULL;
  if (!may_use(q, f->number)) return NULL;
  str asked = field_get(&q->query, S("phone_number_id"));
  if (asked.n && number_by_id(q->p, asked) != f->number) return answer_no_object(q), NULL;
  return f;
}

static bool struck(struct ask *q, const char *on, int number) {
  const struct rule *r = rule_strikes(q->p, on, number, STR_NONE);
  if (!r) return false;
  q->delay_ms = r->delay_ms;
  if (!r->http) return false;
  answer_error(q, r->http, r->code, S("Asked for by a test."));
  return true;
}

static void get_media_info(struct ask *q, struct file *f) {
  if (struck(q, "media_info", f->number)) return;
  str url = file_url(q->a, q->p, f), id = file_id(q->a, f), hash = hex_encode(q->a, f->sha256.b, SHA256_SIZE);
  answer_json(
      q, 200,
      json_pack("{s:s, s:s%, s:s%, s:s%, s:I, s:s%}", "messaging_product", "whatsapp", "url", url.p, url.n, "mime_type",
                f->mime.p, f->mime.n, "sha256", hash.p, hash.n, "file_size", (json_int_t)f->bytes.n, "id", id.p, id.n));
}

static void delete_media(struct ask *q, struct file *f) {
  if (struck(q, "delete", f->number)) return;
  f->deleted = true;
  q->p->counts.deleted++;
  answer_json(q, 200, json_pack("{s:b}", "success", 1));
}

/* The address of the bytes: good for five minutes, and only with the token; afterwards 404, as at Meta. */
static void get_bytes(struct ask *q) {
  struct phone *p = q->p;
  struct file *f = kept_file_by_id(p, field_get(&q->query, S("mid")));
  if (!f || !same_secret(str_of(f->url_token), field_get(&q->query, S("hash"))) || phone_now(p) > f->url_until)
    return answer_error(q, 404, 100, S("The media address has expired."));
  if (!may_use(q, f->number) || struck(q, "media", f->number)) return;
  p->counts.fetched++;
  *q->rs = (struct http_response){.status = 200, .type = arena_cstr(q->a, f->mime), .body = arena_str(q->a, f->bytes)};
}

/* ---- numbers
 * ----------------------------------------------------------------------------------------------------------- */

static json_t *number_facts(const struct phone *p, int number) {
  const struct phone_number *n = &p->options.numbers[number];
  return json_pack("{s:s%, s:s%, s:s, s:s, s:s, s:s, s:s, s:s, s:{s:s}, s:{s:s%}, s:s}", "id", n->id.p, n->id.n,
                   "display_phone_number", n->display.p, n->display.n, "verified_name", "Loket", "status", "CONNECTED",
                   "quality_rating", "GREEN", "name_status", "APPROVED", "platform_type", "CLOUD_API",
                   "code_verification_status", "VERIFIED", "throughput", "level", "STANDARD", "webhook_configuration",
                   "application", p->options.webhook.p, p->options.webhook.n, "account_mode", "LIVE");
}

static void get_number(struct ask *q, int number) {
  if (!may_use(q, number) || struck(q, "health", number)) return;
  json_t *facts = number_facts(q->p, number), *chosen = json_object();
  str fields = field_get(&q->query, S("fields")), field;
  if (!fields.n) fields = S("verified_name,display_phone_number,quality_rating,status");
  json_object_set(chosen, "id", json_object_get(facts, "id"));
  while (str_cut(&fields, ',', &field)) {
    const char *key = arena_cstr(q->a, str_trim(field));
    if (json_object_get(facts, key)) json_object_set(chosen, key, json_object_get(facts, key));
  }
  json_decref(facts);
  answer_json(q, 200, chosen);
}

/* ---- the way
 * ------------------------------------------------------------------------------------------------------------ */

static bool is_version(str s) { return s.n >= 2 && s.p[0] == 'v' && s.p[1] >= '0' && s.p[1] <= '9'; }

static void drop_version(struct ask *q) {
  if (!q->count || !is_version(q->segments[0])) return;
  q->count--;
  memmove(q->segments, q->segments + 1, q->count * sizeof q->segments[0]);
}

static void post_to(struct ask *q, int number, str edge) {
  if (number < 0) return answer_no_object(q);
  if (!may_use(q, number)) return;
  if (str_eq(edge, S("messages"))) return post_message(q, number);
  if (str_eq(edge, S("media"))) return post_media(q, number);
  answer_no_object(q);
}

static void of_object(struct ask *q, str id) {
  int number = number_by_id(q->p, id);
  if (number >= 0 && ask_is(q, HTTP_GET, 1)) return get_number(q, number);
  struct file *f = own_file(q, id);
  if (!f) return;
  if (ask_is(q, HTTP_GET, 1)) return get_media_info(q, f);
  if (ask_is(q, HTTP_DELETE, 1)) return delete_media(q, f);
  answer_no_object(q);
}

static void route(struct ask *q) {
  int caller = number_by_token(q->p, token_of(q));
  if (caller < 0) return answer_error(q, 401, 190, STR_NONE);
  if (ask_is(q, HTTP_POST, 2)) return post_to(q, number_by_id(q->p, q->segments[0]), q->segments[1]);
  if (ask_is(q, HTTP_POST, 1)) return post_to(q, caller, q->segments[0]);
  if (ask_is(q, HTTP_GET, 2) && str_eq(q->segments[0], S("whatsapp_business"))) return get_bytes(q);
  if (q->count == 1) return of_object(q, q->segments[0]);
  answer_no_object(q);
}

void graph_answer(struct ask *q) {
  drop_version(q);
  route(q);
  http_set_header(q->rs, "facebook-api-version", q->p->options.api_version);
}
