#include "domain/role.h"

static const struct {
  const char *code, *indonesian;
} names[ROLES] = {
    [ROLE_NONE] = {"none", ""},
    [ROLE_CITIZEN] = {"citizen", "warga"},
    [ROLE_SYSTEM] = {"system", "sistem"},
    [ROLE_INFO] = {"info", "informasi"},
    [ROLE_FRONT] = {"front", "fo"},
    [ROLE_OPERATOR] = {"operator", "operator_siak"},
    [ROLE_VERIFIER] = {"verifier", "verifikator"},
    [ROLE_HANDOVER] = {"handover", "penyerahan"},
    [ROLE_SUPERVISOR] = {"supervisor", "kabid"},
    [ROLE_HEAD] = {"head", "kadis"},
    [ROLE_ADMIN] = {"admin", "admin"},
    [ROLE_AUDITOR] = {"auditor", "pengawas"},
    [ROLE_PARTNER] = {"partner", "mitra"},
};

const char *role_code(enum role r) { return (size_t)r < ROLES ? names[r].code : names[ROLE_NONE].code; }

bool role_parse(str code, enum role *ret) {
  for (int i = ROLE_INFO; i < ROLES; i++)
    if (str_eq_nocase(code, str_of(names[i].code)) || str_eq_nocase(code, str_of(names[i].indonesian))) {
      *ret = (enum role)i;
      return true;
    }
  static const struct {
    str word;
    enum role role;
  } more[] = {{S("officer"), ROLE_SUPERVISOR}, {S("petugas"), ROLE_VERIFIER}, {S("validator"), ROLE_SUPERVISOR},
              {S("kasi"), ROLE_SUPERVISOR},    {S("kepala"), ROLE_HEAD}};
  for (size_t i = 0; i < COUNT(more); i++)
    if (str_eq_nocase(code, more[i].word)) {
      *ret = more[i].role;
      return true;
    }
  return false;
}
