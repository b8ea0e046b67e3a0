/* web/papers: the papers of one file, for officers and citizens alike. w: as read by office_file or office_status. */
#pragma once
#include "office/lists.h"
#include "report/paper.h"

enum err receipt_pdf(struct ctx *c, const struct file_whole *w, str *ret_pdf);
/* E_NOTFOUND: nothing was handed over yet. */
enum err handover_pdf(struct ctx *c, const struct file_whole *w, str *ret_pdf);
enum err label_pdf(struct ctx *c, const struct file_whole *w, str *ret_pdf);
/* The letterhead. */
struct paper_office papers_office(struct ctx *c);
