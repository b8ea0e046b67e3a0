/* config: loket.yaml read into one struct, checked, immutable while the server runs.
 * Every key can come from the environment: LOKET_ + the path in upper case with _ (whatsapp.app_secret ->
 * LOKET_WHATSAPP_APP_SECRET; whatsapp.numbers[0].token -> LOKET_WHATSAPP_NUMBERS_0_TOKEN); the environment wins.
 * A value "@/path" of a secret key is read from that file (systemd credential); its last newline is cut. */
#pragma once
#include "base/base.h"
#include "domain/appointment.h"
#include "domain/calendar.h"
#include "domain/look.h"
#include "domain/hall.h"
#include "domain/service.h"

/* How a call of the webhook shows that it comes from Meta or from the office's solution provider. The number is inside the
 * body, which nobody may read before: one way for all numbers. */
enum hook_check {
  HOOK_META_HMAC,     /* X-Hub-Signature-256 over the body, with app_secret */
  HOOK_SHARED_HEADER, /* a header the provider was told to send (360dialog) */
  HOOK_URL_SECRET,    /* ?key=... in the address the provider was given */
  HOOK_CHECKS
};
#define MIN_HOOK_SECRET 16 /* characters */

struct number_config {
  str phone_number_id;
  str display; /* "+62 877-0000-0001" */
  str token;
};
struct tree;
struct config {
  str file;                  /* where it was read from */
  const struct tree *source; /* every key with its effective value, for config_show */
  struct {
    str host;
    int port; /* 0 = any free one (tests) */
  } listen;
  str public_url; /* without a slash at the end */
  str store;      /* "sqlite:PATH"; relative paths count from the configuration file's folder */
  str scans;      /* "file:DIR" */
  str keys;       /* DIR of the office's keys, mode 0700 */
  str services;   /* folder */
  str log_level;  /* debug, info, warn, error */
  bool demo;
  struct {
    str code;   /* "5271" */
    str prefix; /* "MTR": first letters of a number */
    str name;   /* "Kota Mataram" */
    str timezone;
    struct opening hours[7]; /* 0 = Sunday */
    str address;
    str phone; /* how to reach a person, shown to citizens; may be empty */
  } office;
  struct {
    str api_base;    /* "https://graph.facebook.com/v25.0" */
    str auth_header; /* "Authorization" or "D360-API-KEY" */
    str auth_scheme; /* "Bearer" or "" */
    str app_secret;
    str verify_token;
    struct {
      int kind; /* enum hook_check */
      str header;
      str secret;
    } check;
    str media_hosts[8]; /* hosts media may be fetched from besides api_base's own; ".fbsbx.com" */
    size_t media_host_count;
    bool forget_media;     /* a photo that was stored here is deleted at WhatsApp (true) */
    int quiet_seconds;     /* photos are collected until nothing came for so long (8) */
    int quiet_cap_seconds; /* but not longer than this (60) */
    int bot_pause_hours;   /* an officer wrote: the bot stays silent for so long (12) */
    struct number_config numbers[8];
    size_t number_count;
  } whatsapp;
  struct {
    int threads; /* 0 = from the number of cores */
    int connections;
    int connections_per_peer;
    int webhook_per_minute; /* flood limit of invalid webhook calls a peer (60) */
    int tickets_per_minute; /* of the hall that one kiosk gives, and a quarter of that one address takes (120); 0 = no limit */
    int track_per_minute;   /* wrong guesses at number and digits, a peer (60); 0 = no limit */
  } server;
  struct {
    bool inner_webhooks; /* partners' webhooks may lead to this machine, without https: for tests */
  } partners;
  struct {
    bool separate_handover;   /* who checked the scans online may not hand over (off for tiny offices) */
    int correction_days;      /* an unanswered correction closes the file (30) */
    int draft_days;           /* an abandoned draft is erased (30) */
    int session_idle_minutes; /* an officer's session (30) */
    unsigned second_factor;   /* bits of the roles that do nothing without one (none) */
    str country_code;         /* "62" */
  } rules;
  struct {
    int evidence_days; /* scans of supporting papers, from the end of the application (365) */
    int identity_days; /* photos of a face (90) */
    int loose_days;    /* photos of a chat no application took (30) */
    int purge_auto;    /* 1: the worker destroys what is due, once a day; 0: `loket purge` */
  } retention;
  struct {
    int visits_before;        /* visits on a working day before Loket: what is avoided is counted against it (100) */
    bool visits_by_ticket;    /* everybody who comes takes a ticket: visits are tickets, not files (false) */
    int small_count;          /* the public page hides counts below this (5) */
    str licence;              /* of the open data */
    bool skm_old_weight;      /* the index of satisfaction with the guide's rounded weight 0.11 instead of 1/9 */
  } figures;
  struct {                   /* looking at scans: docs/judgement.md */
    bool on;
    bool reads;               /* texts too */
    int seconds;              /* of one file, of a processor */
    int wait_seconds;         /* so long an answer in a chat waits for it */
    str clamd;                /* "unix:/run/clamav/clamd.ctl", "127.0.0.1:3310"; empty: no virus check */
    struct look_limits limits;
  } look;
  struct hall halls[MAX_HALLS]; /* never empty: the usual hall when none is named */
  size_t hall_count;
  str sounds;          /* folder with the office's own recordings for the board; may be empty */
  struct {
    bool enabled;             /* false: KTP-el is told what to bring and when to come, without a time */
    bool pickup;              /* a ready document offers a time */
    int horizon_days;         /* how far ahead seats are given (30) */
    int lead_minutes;         /* the soonest a citizen may come after booking (60) */
    int hold_minutes;         /* a seat is kept so long while he confirms (10) */
    int offer_minutes;        /* a seat that became free is kept so long for who waited (120) */
    int remind_early_minutes; /* before the beginning (1440); 0: no such reminder */
    int remind_late_minutes;  /* (120) */
    int no_show_minutes;      /* who is so late did not come (60); 0: only an officer says so */
    int per_phone;            /* living bookings of one phone: a family shares one (4) */
    int forget_days;          /* then names, phones and addresses of what is over are erased (365) */
    int per_minute;           /* seats one address on the net may choose (30): a whole village may stand behind one */
    struct booth booths[MAX_BOOTHS];
    size_t booth_count;
  } appointments;
};

/* On failure ret_problem says file, line, what is wrong, and the nearest known key: one line for the IT person. */
enum err config_load(struct arena *a, const char *file, struct config *ret_config, str *ret_problem);
/* The same from a text that `file` is said to hold. */
enum err config_parse(struct arena *a, const char *file, str text, struct config *ret_config, str *ret_problem);
/* The effective configuration as YAML with secrets as "***". */
str config_show(struct arena *a, const struct config *c);
/* The path of a file in the folder the store lies in. */
const char *config_beside_store(struct arena *a, const struct config *c, const char *name);
/* The key nearest in spelling among n, or STR_NONE when nothing is near. */
str nearest_name(str wrong, const str *names, size_t n);
