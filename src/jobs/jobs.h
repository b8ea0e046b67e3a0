/* jobs: the kinds of work behind the counter. */
#pragma once
#include "jobs/runner.h"

enum err inbox_due(struct ctx *c, i64 *ret_ids, size_t max, size_t *ret_n);
void inbox_run(struct job_thread *t, i64 id);   /* a stored webhook body */
enum err media_due(struct ctx *c, i64 *ret_ids, size_t max, size_t *ret_n);
void media_run(struct job_thread *t, i64 id);   /* a photo lying at WhatsApp */
enum err forget_due(struct ctx *c, i64 *ret_ids, size_t max, size_t *ret_n);
void forget_run(struct job_thread *t, i64 id);  /* a photo stored here, to be deleted at WhatsApp */
enum err outbox_due(struct ctx *c, i64 *ret_ids, size_t max, size_t *ret_n);
void outbox_run(struct job_thread *t, i64 id);  /* something to say */
enum err delivery_due(struct ctx *c, i64 *ret_ids, size_t max, size_t *ret_n);
void delivery_run(struct job_thread *t, i64 id); /* news for a partner */
enum err timer_due(struct ctx *c, i64 *ret_ids, size_t max, size_t *ret_n);
void timer_run(struct job_thread *t, i64 chat); /* photos were collected; a draft waits for long */
enum err chore_due(struct ctx *c, i64 *ret_ids, size_t max, size_t *ret_n);
void chore_run(struct job_thread *t, i64 id);   /* checkpoint, erasing, expiring */

enum err look_due(struct ctx *c, i64 *ret_ids, size_t max, size_t *ret_n);
void look_run(struct job_thread *t, i64 row);   /* a scan to be looked at */
enum err print_due(struct ctx *c, i64 *ret_ids, size_t max, size_t *ret_n);
void print_run(struct job_thread *t, i64 id);   /* a ticket of the hall */

/* A status of WhatsApp about a message of ours. */
struct wa_event;
enum err outbox_status(struct ctx *c, const struct wa_event *e);
/* ids in column 0 of a list query */
enum err job_ids(struct tx *tx, enum sql q, const struct value *v, size_t n, i64 *ret_ids, size_t max, size_t *ret_n);
const struct number_config *job_number(const struct office *o, str number_id);
