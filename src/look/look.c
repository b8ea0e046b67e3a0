#include "look/look.h"

#include "look/judge.h"
#include "look/reader.h"

#define VIEW_QUALITY 80
#define THUMB_QUALITY 70

struct output {
  struct look_wire *wire;
  u8 *memory;
  size_t at;
};

static void put_copy(struct output *o, enum copy_kind kind, int page, const struct picture *p, int quality) {
  struct look_wire *w = o->wire;
  if (!p->rgb || w->copy_count >= LOOK_MAX_COPIES) return;
  size_t n = picture_jpeg(p, quality, o->memory + o->at, LOOK_OUTPUT - o->at);
  if (!n) return;
  w->copies[w->copy_count] = (struct look_copy){.kind = kind, .page = (u32)page + 1, .width = (u32)p->w, .height = (u32)p->h,
                                                .at = (u32)o->at, .size = (u32)n};
  w->copy_count++;
  o->at += n;
}

static void put_page(struct output *o, int page, const struct picture *p) {
  struct picture view = picture_smaller(p, LOOK_VIEW_SIDE);
  if (page == 0) {
    struct picture thumb = picture_smaller(&view, LOOK_THUMB_SIDE);
    put_copy(o, COPY_THUMB, page, &thumb, THUMB_QUALITY);
    picture_free(&thumb);
  }
  put_copy(o, COPY_VIEW, page, &view, VIEW_QUALITY);
  picture_free(&view);
}

static void put_judgement(struct look_wire *w, const struct decoded *d, const struct grey *g) {
  struct judged j;
  judge(d, g, &j);
  for (size_t i = 0; i < LOOK_FAULTS; i++) w->scores[i] = (u32)j.scores[i];
  w->judged = 1;
  w->likeness = picture_likeness(g);
  w->has_likeness = 1;
}

void look_at(enum scan_type type, str file, bool reads, char *memory) {
  struct output o = {.wire = (struct look_wire *)(void *)memory, .memory = (u8 *)memory, .at = sizeof(struct look_wire)};
  struct look_wire *w = o.wire;
  struct decoded d;
  w->magic = LOOK_MAGIC;
  w->version = LOOK_VERSION;
  w->problem = decode(type, file, 0, &d);
  w->pages = (u32)(d.pages < 0 ? 0 : d.pages > 99999 ? 99999 : d.pages);
  if (w->problem != LOOK_FINE) {
    w->finished = 1;
    return;
  }
  w->width = (u32)d.width;
  w->height = (u32)d.height;
  struct grey g = picture_grey(&d.picture);
  put_page(&o, 0, &d.picture);
  if (g.p) put_judgement(w, &d, &g);
  picture_free(&d.picture);
  for (int i = 1; i < d.pages && i < LOOK_MAX_PAGES; i++) {
    struct decoded more;
    if (decode(type, file, i, &more) == LOOK_FINE) put_page(&o, i, &more.picture);
    picture_free(&more.picture);
  }
  w->finished = 1;
  if (reads && g.p) reader_read(&g, w);
  grey_free(&g);
}
