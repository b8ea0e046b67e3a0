/* config: loket.yaml read into one struct, checked, immutable while the server runs.
 * Every key can come from the environment: LOKET_ + the path in upper case with _ (whatsapp.app_secret ->
 * LOKET_WHATSAPP_APP_SECRET; whatsapp.numbers[0].token -> LOKET_WHATSAPP_NUMBERS_0_TOKEN); the environment wins.
 * A value "@/path" of a secret key is read from that file (systemd credential); its last newline is cut. */
#pragma once
#include "base/base.h"
#include "domain/calendar.h"
#include "domain/service.h"

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
    str media_hosts[8]; /* hosts media may be fetched from besides api_base's own; ".fbsbx.com" */
    size_t media_host_count;
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
    int track_per_minute;   /* wrong guesses at number and digits, a peer (60); 0 = no limit */
  } server;
  struct {
    bool separate_handover;   /* who checked the scans online may not hand over (off for tiny offices) */
    int correction_days;      /* an unanswered correction closes the file (30) */
    int draft_days;           /* an abandoned draft is erased (30) */
    int session_idle_minutes; /* an officer's session (30) */
    str country_code;         /* "62" */
  } rules;
};

/* On failure ret_problem says file, line, what is wrong, and the nearest known key: one line for the IT person. */
enum err config_load(struct arena *a, const char *file, struct config *ret_config, str *ret_problem);
/* The same from a text that `file` is said to hold. */
enum err config_parse(struct arena *a, const char *file, str text, struct config *ret_config, str *ret_problem);
/* The effective configuration as YAML with secrets as "***". */
str config_show(struct arena *a, const struct config *c);
/* The key nearest in spelling among n, or STR_NONE when nothing is near. */
str nearest_name(str wrong, const str *names, size_t n);
