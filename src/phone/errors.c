#include "phone/errors.h"

static const struct {
  int code;
  const char *title;
} titles[] = {
    {4, "Application request limit reached"},
    {100, "Invalid parameter"},
    {190, "Invalid OAuth access token - Cannot parse access token"},
    {80007, "Rate limit issues"},
    {130429, "Rate limit hit"},
    {131000, "Something went wrong"},
    {131008, "Required parameter is missing"},
    {131009, "Parameter value is not valid"},
    {131016, "Service unavailable"},
    {131021, "Recipient cannot be sender"},
    {131026, "Message undeliverable"},
    {131031, "Business Account locked"},
    {131042, "Business eligibility payment issue"},
    {131047, "Re-engagement message"},
    {131048, "Spam rate limit hit"},
    {131051, "Message type unknown"},
    {131052, "Media download error"},
    {131053, "Media upload error"},
    {131056, "(Business Account, Consumer Account) pair rate limit hit"},
    {132000, "Number of parameters does not match the expected number of params"},
    {132001, "Template name does not exist in the translation"},
    {133010, "The account is not registered"},
    {137000, "Recipient identity key hash mismatch"},
};

const char *error_title(int code) {
  for (size_t i = 0; i < COUNT(titles); i++)
    if (titles[i].code == code) return titles[i].title;
  return "Something went wrong";
}

json_t *error_answer(int code, int subcode, str details) {
  struct arena *a CLEANUP(arena_freep) = arena_new(64u << 10);
  str message = arena_printf(a, "(#%d) %s", code, error_title(code));
  str trace = random_token(a);
  json_t *e = json_pack("{s:s%, s:s, s:i, s:s%}", "message", message.p, message.n, "type", "OAuthException", "code",
                        code, "fbtrace_id", trace.p, trace.n);
  if (subcode) json_object_set_new(e, "error_subcode", json_integer(subcode));
  if (details.n)
    json_object_set_new(e, "error_data",
                        json_pack("{s:s, s:s%}", "messaging_product", "whatsapp", "details", details.p, details.n));
  return json_pack("{s:o}", "error", e);
}

json_t *error_in_webhook(int code, const char *details) {
  return json_pack("{s:i, s:s, s:s, s:{s:s}, s:s}", "code", code, "title", error_title(code), "message",
                   error_title(code), "error_data", "details", details, "href",
                   "https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes/");
}
