/* domain/partner: institutions that read population data (lembaga pengguna): BPJS, banks, immigration ... One file a
 * partner, services/partners/<code>.yaml. It says where their citizens' trouble belongs, what the citizen does there, and
 * what the agreement lets the partner's machine see and do. Data, no code: an office adds one without a compiler.
 * Source: access to population data is given by the Minister by agreement (Permendagri 102/2019); an office shares no
 * more than what is listed here. */
#pragma once
#include "base/base.h"
#include "domain/service.h"

/* What an agreement lets a partner see of an application that concerns it; bits. Never a NIK, a name or a paper. */
enum partner_field {
  PARTNER_NUMBER = 1,
  PARTNER_STATE = 2,
  PARTNER_SUBMITTED_AT = 4,
  PARTNER_CHANGED_AT = 8,
  PARTNER_OUTCOME = 16,
  PARTNER_RETRY_ON = 32,
  PARTNER_NIK_LAST4 = 64,
};
#define PARTNER_FIELDS 7
const char *partner_field_code(int i); /* i-th bit: "number", "state" ... */

/* What a partner's key may do; bits. */
enum partner_scope {
  PARTNER_READ_STATE = 1,   /* ask for one request that concerns it */
  PARTNER_SEND_BATCH = 2,   /* hand in batches of records that do not match */
  PARTNER_READ_RECEIPT = 4, /* read the receipts of its batches */
  PARTNER_GET_EVENTS = 8,   /* outgoing webhooks */
};
#define PARTNER_SCOPES 4
const char *partner_scope_code(int i); /* "state.read", "batch.write", "receipt.read", "events" */

#define MAX_PARTNERS 64
#define MAX_PARTNER_ADDRESSES 16
struct partner {
  str code; /* "bpjs_kesehatan" */
  struct local_text label;
  str choice;             /* the answer to the question `partner` it stands behind: "other" for those the chat does not list */
  struct local_text next; /* what the citizen does there when the fault is the partner's */
  str contact;            /* of the partner, for citizens; may be empty */
  int retry_days;         /* after how many days the citizen tries again (3) */
  struct {
    str reference;      /* "PKS 471/..."; empty: no agreement, the machine interface is closed to it */
    struct date until;  /* year 0: open */
    unsigned fields;    /* enum partner_field */
    unsigned scopes;    /* enum partner_scope */
    int per_minute, per_day;
    str addresses[MAX_PARTNER_ADDRESSES]; /* "203.0.113.0/24": where its calls may come from; none: nowhere */
    size_t address_count;
    str webhook; /* where news goes; empty: none */
  } agreement;
};
struct partners {
  const struct partner *list; /* by code */
  size_t n;
};
const struct partner *partner_find(const struct partners *all, str code);
/* The partner an answer in chat or form stands for; NULL: none. */
const struct partner *partner_of_choice(const struct partners *all, str choice);
bool partner_agreement_holds(const struct partner *p, struct date today);
/* Is the address (IPv4 or IPv6, as text) in one of the ranges? */
bool partner_address_allowed(const struct partner *p, str address);
/* "203.0.113.0/24", "2001:db8::/32", or a single address. */
bool address_range_valid(str range);
