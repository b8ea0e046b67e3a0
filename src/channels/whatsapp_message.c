/* From a say to the body of POST {base}/{number}/messages. Limits: the OpenAPI description of the Cloud API v23 and its
 * documentation of 2025-11..2026-04; where those two disagree (a list's body), the smaller. */
#include <jansson.h>

#include "channels/whatsapp.h"

#define ELLIPSIS "\xE2\x80\xA6"
#define LANGUAGE "id" /* every template of Loket is Indonesian */

static json_t *json_of(str s) { return json_stringn(s.p ? s.p : "", s.n); }

static bool is_blank(str s) { return str_trim(s).n == 0; }

/* A text that has to be there and has to fit: labels, ids, addresses. */
static bool fits(str s, size_t max) { return utf8_valid(s) && !is_blank(s) && utf8_count(s) <= max; }

/* A text that is cut visibly when it is too long. */
static str cut(struct arena *a, str s, size_t max) {
  if (utf8_count(s) <= max) return s;
  return arena_printf(a, STR_FMT ELLIPSIS, STR_ARG(utf8_cut(s, max - 1)));
}

/* Where a message has no footer of its own, the footer stands below the body; the body gives way to it. */
static str body_with_footer(struct arena *a, const struct say *s, size_t max) {
  if (!s->footer.n) return cut(a, s->body, max);
  str footer = cut(a, s->footer, MAX_WA_FOOTER);
  if (is_blank(s->body)) return footer;
  str body = cut(a, s->body, max - 2 - utf8_count(footer));
  return arena_printf(a, STR_FMT "\n\n" STR_FMT, STR_ARG(body), STR_ARG(footer));
}

/* ---- one shape a kind ------------------------------------------------------------------------ */

/* Sets "type" and the object of that name. */
static enum err shape(json_t *root, const char *type, json_t *object) {
  return json_object_set_new(root, "type", json_string(type)) == 0 && json_object_set_new(root, type, object) == 0
             ? E_OK
             : E_BUG;
}

static enum err shape_text(struct arena *a, const struct say *s, json_t *root) {
  if (is_blank(s->body)) return E_BUG;
  return shape(root, "text", json_pack("{so}", "body", json_of(body_with_footer(a, s, MAX_WA_TEXT))));
}

static enum err shape_document(struct arena *a, const struct say *s, json_t *root) {
  bool is_link = str_starts(s->url, S("https://")) || str_starts(s->url, S("http://"));
  if (!fits(s->url, MAX_WA_URL)) return E_BUG;
  if (s->file_name.n && !fits(s->file_name, MAX_WA_FILE_NAME)) return E_BUG;
  json_t *document = json_pack("{so}", is_link ? "link" : "id", json_of(s->url));
  str caption = body_with_footer(a, s, MAX_WA_INTERACTIVE);
  if (!is_blank(caption)) json_object_set_new(document, "caption", json_of(caption));
  if (s->file_name.n) json_object_set_new(document, "filename", json_of(s->file_name));
  return shape(root, "document", document);
}

/* What the three interactive kinds share. Takes the action. */
static enum err shape_interactive(struct arena *a, const struct say *s, json_t *root, const char *type,
                                  json_t *action) {
  json_t *body = json_pack("{so}", "text", json_of(cut(a, s->body, MAX_WA_INTERACTIVE)));
  json_t *interactive = json_pack("{sssoso}", "type", type, "body", body, "action", action);
  if (s->footer.n && interactive)
    json_object_set_new(interactive, "footer", json_pack("{so}", "text", json_of(cut(a, s->footer, MAX_WA_FOOTER))));
  return shape(root, "interactive", interactive);
}

/* Ids come back in webhooks and have to tell the rows apart; a button's title has to do so as well. */
static bool rows_ok(const struct say *s, size_t max_rows, size_t max_title, bool titles_differ) {
  if (s->row_count == 0 || s->row_count > max_rows || is_blank(s->body)) return false;
  for (size_t i = 0; i < s->row_count; i++) {
    const struct say_row *row = &s->rows[i];
    bool trimmed = str_trim(row->id).n == row->id.n;
    if (!fits(row->id, MAX_WA_CHOICE_ID) || row->id.n > MAX_WA_CHOICE_ID || !trimmed) return false;
    if (!fits(row->title, max_title)) return false;
    if (row->description.n && !fits(row->description, MAX_WA_ROW_DESCRIPTION)) return false;
    for (size_t k = 0; k < i; k++)
      if (str_eq(s->rows[k].id, row->id) || (titles_differ && str_eq(s->rows[k].title, row->title))) return false;
  }
  return true;
}

static enum err shape_buttons(struct arena *a, const struct say *s, json_t *root) {
  if (!rows_ok(s, MAX_WA_BUTTONS, MAX_WA_BUTTON_TITLE, true)) return E_BUG;
  json_t *buttons = json_array();
  for (size_t i = 0; i < s->row_count; i++) {
    json_t *id = json_of(s->rows[i].id), *title = json_of(s->rows[i].title);
    json_array_append_new(buttons, json_pack("{sss{soso}}", "type", "reply", "reply", "id", id, "title", title));
  }
  return shape_interactive(a, s, root, "button", json_pack("{so}", "buttons", buttons));
}

static enum err shape_list(struct arena *a, const struct say *s, json_t *root) {
  if (!rows_ok(s, MAX_WA_ROWS, MAX_WA_ROW_TITLE, false) || !fits(s->button, MAX_WA_BUTTON_TITLE)) return E_BUG;
  json_t *rows = json_array();
  for (size_t i = 0; i < s->row_count; i++) {
    json_t *row = json_pack("{soso}", "id", json_of(s->rows[i].id), "title", json_of(s->rows[i].title));
    if (s->rows[i].description.n) json_object_set_new(row, "description", json_of(s->rows[i].description));
    json_array_append_new(rows, row);
  }
  json_t *action = json_pack("{sos[{so}]}", "button", json_of(s->button), "sections", "rows", rows);
  return shape_interactive(a, s, root, "list", action);
}

static enum err shape_link(struct arena *a, const struct say *s, json_t *root) {
  bool is_web = str_starts(s->url, S("https://")) || str_starts(s->url, S("http://"));
  if (is_blank(s->body) || !is_web || !fits(s->url, MAX_WA_URL) || !fits(s->button, MAX_WA_BUTTON_TITLE)) return E_BUG;
  json_t *action = json_pack("{sss{soso}}", "name", "cta_url", "parameters", "display_text", json_of(s->button), "url",
                             json_of(s->url));
  return shape_interactive(a, s, root, "cta_url", action);
}

/* A parameter of a template may hold no line break, no tab and no run of spaces. */
static str one_line(struct arena *a, str s) {
  struct buf out = buf_new(a, MAX_PAGE);
  s = str_trim(s);
  for (size_t i = 0; i < s.n; i++) {
    bool space = s.p[i] == ' ' || (s.p[i] >= '\t' && s.p[i] <= '\r');
    if (!space)
      buf_byte(&out, s.p[i]);
    else if (out.p[out.n - 1] != ' ')
      buf_byte(&out, ' ');
  }
  return buf_str(&out);
}

static bool template_name_ok(str name) {
  for (size_t i = 0; i < name.n; i++) {
    char c = name.p[i];
    if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && c != '_') return false;
  }
  return name.n > 0 && name.n <= MAX_WA_TEMPLATE_NAME;
}

/* The button of an authentication template copies the code: Meta wants it filled with the same text as the body. */
static void add_code_button(json_t *template, json_t *param) {
  json_array_append_new(json_object_get(template, "components"),
                        json_pack("{sssssss[O]}", "type", "button", "sub_type", "url", "index", "0", "parameters", param));
}

static enum err shape_template(struct arena *a, const struct say *s, json_t *root) {
  const struct say_template *t = &s->fallback;
  if (!t->name.n) return E_RULE;
  if (!template_name_ok(t->name) || t->param_count > COUNT(t->params)) return E_BUG;
  for (size_t i = 0; i < t->param_count; i++)
    if (!utf8_valid(t->params[i]) || is_blank(t->params[i])) return E_BUG;
  json_t *params = json_array();
  for (size_t i = 0; i < t->param_count; i++) {
    json_t *text = json_of(cut(a, one_line(a, t->params[i]), MAX_WA_PARAM));
    json_array_append_new(params, json_pack("{ssso}", "type", "text", "text", text));
  }
  json_t *template = json_pack("{sos{ss}}", "name", json_of(t->name), "language", "code", LANGUAGE);
  if (t->param_count)
    json_object_set_new(template, "components", json_pack("[{ssso}]", "type", "body", "parameters", params));
  else
    json_decref(params);
  if (t->code && t->param_count) add_code_button(template, json_array_get(params, 0));
  return shape(root, "template", template);
}

/* ---- the envelope ---------------------------------------------------------------------------- */

/* "ID.13491208655302741918": two capitals, a dot, letters and digits; "ID.ENT." for a whole organisation. */
static bool bsuid_ok(str s) {
  if (s.n < 4 || s.p[2] != '.' || s.p[0] < 'A' || s.p[0] > 'Z' || s.p[1] < 'A' || s.p[1] > 'Z') return false;
  str rest = str_from(s, str_starts(str_from(s, 3), S("ENT.")) ? 7 : 3);
  for (size_t i = 0; i < rest.n; i++) {
    char c = rest.p[i];
    if (!(c >= '0' && c <= '9') && !(c >= 'A' && c <= 'Z') && !(c >= 'a' && c <= 'z')) return false;
  }
  return rest.n >= 1 && rest.n <= 128;
}

/* With "+", so that Meta does not put a country code of its own before the number. */
static enum err address(struct arena *a, json_t *root, str to_phone, str bsuid) {
  bool by_phone = str_all_digits(to_phone) && to_phone.n <= MAX_WA_PHONE;
  if (!by_phone && (to_phone.n || !bsuid_ok(bsuid))) return E_INPUT;
  str to = by_phone ? arena_printf(a, "+" STR_FMT, STR_ARG(to_phone)) : bsuid;
  return json_object_set_new(root, by_phone ? "to" : "recipient", json_of(to)) == 0 ? E_OK : E_BUG;
}

static enum err envelope(const struct say *s, str callback_data, json_t *root) {
  json_object_set_new(root, "messaging_product", json_string("whatsapp"));
  json_object_set_new(root, "recipient_type", json_string("individual"));
  if (callback_data.n && !fits(callback_data, MAX_WA_CALLBACK)) return E_BUG;
  if (callback_data.n) json_object_set_new(root, "biz_opaque_callback_data", json_of(callback_data));
  if (s->quotes.n && fits(s->quotes, MAX_WA_ID))
    json_object_set_new(root, "context", json_pack("{so}", "message_id", json_of(s->quotes)));
  return E_OK;
}

static int into_buf(const char *p, size_t n, void *self) {
  buf_add(self, (str){p, n});
  return 0;
}

static enum err write_json(struct arena *a, const json_t *root, str *ret_json) {
  struct buf out = buf_new(a, MAX_FORM_BODY);
  if (json_dump_callback(root, into_buf, &out, JSON_COMPACT) != 0 || out.full) return E_BUG;
  *ret_json = buf_str(&out);
  return E_OK;
}

enum err wa_message_json(struct arena *a, const struct say *s, str to_phone, str bsuid, str callback_data,
                         bool as_template, str *ret_json) {
  static enum err (*const shapes[])(struct arena * a, const struct say *s, json_t *root) = {
      [SAY_TEXT] = shape_text, [SAY_BUTTONS] = shape_buttons,   [SAY_LIST] = shape_list,
      [SAY_LINK] = shape_link, [SAY_DOCUMENT] = shape_document,
  };
  *ret_json = STR_NONE;
  if ((size_t)s->kind >= COUNT(shapes) || !utf8_valid(s->body) || !utf8_valid(s->footer)) return E_BUG;
  json_auto_t *root = json_object();
  TRY(envelope(s, callback_data, root));
  TRY(address(a, root, to_phone, bsuid));
  TRY(as_template ? shape_template(a, s, root) : shapes[s->kind](a, s, root));
  return write_json(a, root, ret_json);
}

str wa_read_json(struct arena *a, str wamid, bool typing) {
  str json = STR_NONE;
  json_auto_t *root =
      json_pack("{ssssso}", "messaging_product", "whatsapp", "status", "read", "message_id", json_of(wamid));
  if (typing) json_object_set_new(root, "typing_indicator", json_pack("{ss}", "type", "text"));
  return root && write_json(a, root, &json) == E_OK ? json : STR_NONE;
}
