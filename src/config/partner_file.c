/* config/partner_file: see the header; services/README.md shows the keys to the people of an office. */
#include "config/partner_file.h"

#include "config/tree.h"

#define MAX_PARTNER_FILE (64u << 10)
#define MAX_NEXT 400 /* characters: it is said in a chat message beside other words */

#define KEYS(table) .keys = (table), .key_count = COUNT(table)
#define WORDS(table) .words = (table), .word_count = COUNT(table)
#define AT(member) offsetof(struct partner, member)

/* ---- values of their own -------------------------------------------------------------------- */

static enum err read_ranges(struct reader *r, const struct key *k, const struct tree *node, void *base) {
  (void)k;
  struct partner *p = base;
  if (node->kind != TREE_LIST) return reader_fail(r, node, "\"addresses\" must be a list");
  for (const struct tree *at = node->first; at; at = at->next) {
    str range;
    TRY(text_value(r, at, &range));
    if (p->agreement.address_count == MAX_PARTNER_ADDRESSES)
      return reader_fail(r, at, "more than %d addresses", MAX_PARTNER_ADDRESSES);
    if (!address_range_valid(range))
      return reader_fail(r, at, "\"" STR_FMT "\" is no address like 203.0.113.7 or range like 203.0.113.0/24",
                         STR_ARG(utf8_cut(range, 60)));
    p->agreement.addresses[p->agreement.address_count++] = range;
  }
  return E_OK;
}

static enum err read_webhook(struct reader *r, const struct key *k, const struct tree *node, void *base) {
  str *url = &((struct partner *)base)->agreement.webhook;
  (void)k;
  TRY(text_value(r, node, url));
  bool web = str_starts(*url, S("https://")) || str_starts(*url, S("http://"));
  bool credentials = str_find(*url, '@') < url->n, blank = str_find(*url, ' ') < url->n;
  if (!web || credentials || blank || url->n > 500 || str_find(*url, '#') < url->n)
    return reader_fail(r, node, "\"webhook\" must be an address like https://bank.example/loket, without a password in it");
  return E_OK;
}

/* ---- the schema ----------------------------------------------------------------------------- */

static const struct key text_keys[] = {
    {"id", read_str, offsetof(struct local_text, in[LANG_ID]), .must = true},
    {"en", read_str, offsetof(struct local_text, in[LANG_EN])},
};
static const struct word field_words[] = {{"number", PARTNER_NUMBER},         {"state", PARTNER_STATE},
                                          {"submitted_at", PARTNER_SUBMITTED_AT}, {"changed_at", PARTNER_CHANGED_AT},
                                          {"outcome", PARTNER_OUTCOME},       {"retry_on", PARTNER_RETRY_ON},
                                          {"nik_last4", PARTNER_NIK_LAST4}};
static const struct word scope_words[] = {{"state.read", PARTNER_READ_STATE},
                                          {"batch.write", PARTNER_SEND_BATCH},
                                          {"receipt.read", PARTNER_READ_RECEIPT},
                                          {"events", PARTNER_GET_EVENTS}};
static const struct key agreement_keys[] = {
    {"reference", read_str, AT(agreement.reference), .must = true},
    {"until", read_date, AT(agreement.until)},
    {"fields", read_word_bits, AT(agreement.fields), .must = true, WORDS(field_words)},
    {"scopes", read_word_bits, AT(agreement.scopes), .must = true, WORDS(scope_words)},
    {"per_minute", read_int, AT(agreement.per_minute), .min = 1, .max = 6000},
    {"per_day", read_int, AT(agreement.per_day), .min = 1, .max = 1000000},
    {"addresses", read_ranges},
    {"webhook", read_webhook},
};
static const struct key partner_keys[] = {
    {"code", read_str, AT(code), .must = true},
    {"label", read_group, AT(label), .must = true, KEYS(text_keys)},
    {"choice", read_str, AT(choice), .must = true},
    {"next", read_group, AT(next), .must = true, KEYS(text_keys)},
    {"contact", read_str, AT(contact)},
    {"retry_days", read_int, AT(retry_days), .min = 1, .max = 60},
    {"agreement", read_group, KEYS(agreement_keys)},
};

static bool good_code(str code) {
  if (code.n == 0 || code.n > 40) return false;
  for (size_t i = 0; i < code.n; i++) {
    char c = code.p[i];
    if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_')) return false;
  }
  return true;
}

static enum err parse(struct reader *r, str text, struct partner *p) {
  struct tree *root;
  p->retry_days = 3;
  p->agreement.per_minute = 60;
  p->agreement.per_day = 5000;
  TRY(tree_parse(r, text, &root));
  TRY(read_map(r, root, partner_keys, COUNT(partner_keys), p));
  if (!good_code(p->code)) return reader_fail(r, tree_get(root, S("code")), "not a code: small letters, digits and _");
  return E_OK;
}

enum err partner_parse(struct arena *a, str file_name, str text, struct partner *ret_partner, str *ret_problem) {
  struct partner *p = arena_new_of(a, struct partner);
  struct reader r = {.arena = a, .file = file_name, .about = p};
  enum err e = parse(&r, text, p);
  if (e == E_OK) *ret_partner = *p;
  else *ret_problem = r.problem.n ? r.problem : arena_printf(a, STR_FMT ": cannot be read", STR_ARG(file_name));
  return e;
}

/* ---- a folder of partners ------------------------------------------------------------------- */

static int by_code(const void *a, const void *b) {
  return str_cmp(((const struct partner *)a)->code, ((const struct partner *)b)->code);
}

struct taken {
  struct partner *list;
  size_t n;
};

static enum err take(void *self, struct arena *a, str path, str text, str *ret_code, str *ret_problem) {
  struct taken *all = self;
  struct partner *p = &all->list[all->n];
  TRY(partner_parse(a, path, text, p, ret_problem));
  all->n++;
  *ret_code = p->code;
  return E_OK;
}

enum err partners_load(struct arena *a, const char *services_dir, struct partners *ret_partners, str *ret_problem) {
  struct taken all = {arena_array(a, struct partner, MAX_PARTNERS), 0};
  struct yaml_folder folder = {.path = arena_printf(a, "%s/partners", services_dir).p, .what = "partner", .most = MAX_PARTNERS,
                               .file_max = MAX_PARTNER_FILE, .take = take, .self = &all};
  enum err e = yaml_folder_read(a, &folder, ret_problem);
  *ret_partners = (struct partners){0};
  if (e == E_NOTFOUND) return E_OK; /* an office without partners needs no folder */
  TRY(e);
  qsort(all.list, all.n, sizeof *all.list, by_code);
  *ret_partners = (struct partners){all.list, all.n};
  return E_OK;
}

/* ---- what reads well and is wrong ----------------------------------------------------------- */

static bool offers(const struct service *s, str choice) {
  const struct question *q = s ? service_question(s, S("partner")) : NULL;
  for (size_t i = 0; q && i < q->choice_count; i++)
    if (str_eq(q->choices[i].code, choice)) return true;
  return false;
}

size_t partner_lint(const struct partner *p, const struct service *service, struct buf *report) {
  bool some = p->agreement.reference.n > 0;
  bool plain = str_starts(p->agreement.webhook, S("http://"));
  const struct {
    bool wrong;
    const char *what;
  } checks[] = {
      {!offers(service, p->choice), "\"choice\" is no answer to the question \"partner\" of the synchronisation service"},
      {!p->label.in[LANG_EN].n, "the label has no English text"},
      {!p->next.in[LANG_EN].n, "\"next\" has no English text"},
      {utf8_count(p->label.in[LANG_ID]) > 40 || utf8_count(p->label.in[LANG_EN]) > 40, "the label is longer than 40 characters"},
      {utf8_count(p->next.in[LANG_ID]) > MAX_NEXT || utf8_count(p->next.in[LANG_EN]) > MAX_NEXT,
       "\"next\" is longer than 400 characters: a chat message would cut it"},
      {some && !p->agreement.address_count, "the agreement lists no address, so no call of this partner is taken"},
      {some && (p->agreement.scopes & PARTNER_GET_EVENTS) && !p->agreement.webhook.n, "scope \"events\" needs a \"webhook\""},
      {some && p->agreement.webhook.n && !(p->agreement.scopes & PARTNER_GET_EVENTS), "a \"webhook\" without the scope \"events\" gets nothing"},
      {plain, "the webhook is not https: what is sent there can be read on the way"},
  };
  size_t findings = 0;
  for (size_t i = 0; i < COUNT(checks); i++)
    if (checks[i].wrong) {
      buf_printf(report, "partners/" STR_FMT ": %s\n", STR_ARG(p->code), checks[i].what);
      findings++;
    }
  return findings;
}
