/* office/form_list: sections of a form that are filled in once for each of several (domain/service.h, struct
 * form_list), as they lie in the data: a list of objects under the section's name. Each has an "id" that stays when
 * others go. */
#pragma once
#include "office/json.h"
#include "office/submit.h"

/* The list, NULL when it is empty; one of it, NULL when it is not there. Both point into data. */
json_t *form_list_in(const json_t *data, const struct form_list *l);
json_t *form_item_in(const json_t *data, const struct form_list *l, str id);
bool form_item_id(str id); /* could be one */
/* The number nobody has had since the last one went. */
str form_list_next(struct ctx *c, const json_t *list);
/* Items without an id get the next number. */
void form_list_number(struct ctx *c, json_t *list);
/* Whom an item is about: the name in it, else its place (from 0) counted from 1. */
str form_item_name(struct ctx *c, const struct service *s, const struct form_list *l, const json_t *item, size_t place);

/* Notes a fault about the list as a whole: {item}, {n}. */
enum err form_list_fault(struct ctx *c, const struct form_list *l, enum text_key key, const char *code, int n);

/* It is asked for, and holds fewer than it must. */
bool form_list_short(const struct service *s, const struct form_list *l, const struct answers *answers,
                     const json_t *data);

/* Lays what was sent over `data`, item by item; `good` is what of it passed the check. An item with nothing in it goes.
 * E_INPUT: more than the list holds; or (fault LIST_CHANGED) one that says "new" would replace another. */
#define LIST_CHANGED "list_changed"
enum err form_list_merge(struct ctx *c, const struct form_list *l, json_t *data, const json_t *sent,
                         const json_t *good);

/* Everything typed, items of lists too, in the order of the service. */
struct typed_value {
  const struct form_field *field;
  str value;          /* points into data */
  const json_t *with; /* what was typed beside it: data, or the item */
};
struct typed_value *typed_values(struct ctx *c, const struct service *s, const json_t *data, size_t *ret_n);
