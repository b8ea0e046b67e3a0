/* domain/region: the regions of Indonesia down to the village, and the one a citizen means. Codes are the ministry's,
 * "52.71.01.1004". Pure: the list is read by config/region_file.c. */
#pragma once
#include "base/base.h"

enum region_level { REGION_PROVINCE, REGION_REGENCY, REGION_DISTRICT, REGION_VILLAGE, REGION_LEVELS };
struct region {
  const char *name;
  u32 up; /* index of the region it lies in; of a province its own */
  uint16_t number; /* its part of the code */
  u8 length, level;
};
struct regions {
  struct region *at; /* by code: what lies in a region stands behind it */
  size_t n;
  u32 *villages; /* indexes of the villages by name */
  size_t village_count;
};
/* A file as services/wilayah.txt; text is kept, names point into it. E_INPUT: ret_line does not fit. */
enum err regions_parse(struct arena *a, str text, struct regions *ret, size_t *ret_line);

struct region_place {
  str code; /* of the village */
  str names[REGION_LEVELS];
};
/* "Ampenan Selatan, Ampenan, Kota Mataram, Nusa Tenggara Barat" */
str region_written(struct arena *a, const struct region_place *p);
/* The villages that typed words may mean: the beginning of a name, and behind it, with or without a comma, parts of the
 * names of what it lies in ("ampenan selatan, mataram"). Exact names first. Fills at most max; ret_all: how many there are. */
struct region_query {
  str typed;
  str within; /* "5271": only in this regency or city; empty: anywhere */
};
size_t regions_find(const struct regions *r, struct arena *a, const struct region_query *q, struct region_place *ret, size_t max,
                    size_t *ret_all);
bool regions_by_code(const struct regions *r, struct arena *a, str code, struct region_place *ret);
