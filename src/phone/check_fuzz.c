/* Any bytes as the body of a message or a read mark: it is taken or refused with a reason. */
#include "phone/check.h"

int LLVMFuzzerTestOneInput(const u8 *bytes, size_t n);

static struct phone *with_a_template(void) {
  static struct phone phone = {.options = {.number_count = 1}};
  if (!phone.arena && state_new(&phone) == E_OK)
    json_object_set_new(phone.templates, "siap", json_string("Berkas {{1}} siap."));
  return &phone;
}

int LLVMFuzzerTestOneInput(const u8 *bytes, size_t n) {
  struct phone *p = with_a_template();
  json_t *body = json_loadb((const char *)bytes, n, JSON_REJECT_DUPLICATES, NULL);
  if (!body) return 0;
  struct arena *a = arena_new(16u << 20);
  struct fault fault = {0};
  if (!check_message(a, p, body, &fault) && (!fault.code || !utf8_valid(fault.details))) abort();
  fault = (struct fault){0};
  if (!check_read(a, body, &fault) && !fault.code) abort();
  arena_free(a);
  json_decref(body);
  return 0;
}
