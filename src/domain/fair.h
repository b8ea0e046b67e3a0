/* domain/fair: first in, first out. What an event says about the line, and why somebody may be served before others. Pure.
 * The line of a service is the order of the published dates; who is taken while an older one waits was let through. */
#pragma once
#include "base/base.h"

enum fair_sense {
  FAIR_NOTHING,
  FAIR_WAITS,  /* came into the line */
  FAIR_STARTS, /* an officer began with it */
  FAIR_LEAVES, /* left the line without having been begun with */
  FAIR_LOOKS,  /* somebody looked at papers of a person */
};
enum fair_sense fair_sense_of(str event_kind);

enum fair_reason { /* codes are what officers say */
  FAIR_NO_REASON,
  FAIR_PRIORITY, /* kelompok_rentan: disabled, elderly, pregnant, small children (UU 25/2009 art. 29) */
  FAIR_URGENT,   /* mendesak: hospital, school, departure, disaster */
  FAIR_COUNTER,  /* datang_langsung: stood at the counter */
  FAIR_PAPERS,   /* berkas_lain_menunggu: the older ones could not be worked on */
  FAIR_MISTAKE,  /* keliru */
  FAIR_OTHER,    /* lainnya, in words */
  FAIR_REASONS
};
const char *fair_reason_code(enum fair_reason r);
bool fair_reason_parse(str code, enum fair_reason *ret);
