/* The closed list of everything Loket asks its store: no other statement can run. */
#pragma once
#include "sql_list.h" /* generated: enum sql */

extern const char *const sql_texts[SQL_COUNT];
struct migration {
  int version;
  const char *file, *text;
};
extern const struct migration migrations[]; /* ends with version 0 */
