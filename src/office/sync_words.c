/* office/sync_words: what the citizen hears of a synchronisation. */
#include "office/sync.h"
#include "office/words.h"

#define MAX_PARAM 240

static str one_line(struct arena *a, str text) {
  struct buf b = buf_new(a, 2 * text.n + 16);
  for (size_t i = 0; i < text.n; i++) {
    bool blank = (u8)text.p[i] <= ' ' || text.p[i] == '*';
    if (!blank) buf_byte(&b, text.p[i]);
    else if (b.n && b.p[b.n - 1] != ' ') buf_byte(&b, ' ');
  }
  str line = words_fit(a, str_trim(buf_str(&b)), MAX_PARAM);
  return line.n ? line : S("-");
}

static str partner_label(const struct sync_say *f, enum lang lang) {
  return f->partner ? local(&f->partner->label, lang) : text_plain(lang, T_SYNC_A_PARTNER);
}

str sync_next_step(struct arena *a, enum lang lang, const struct sync_say *f) {
  static const enum text_key keys[SYNC_OUTCOMES] = {
      [SYNC_MATCHED] = T_SYNC_NEXT_SUDAH_PADAN,     [SYNC_PROPOSED] = T_SYNC_NEXT_DIUSULKAN_KE_PUSAT,
      [SYNC_RECORDING] = T_SYNC_NEXT_PERLU_PEREKAMAN, [SYNC_CHANGE] = T_SYNC_NEXT_PERLU_PERUBAHAN_DATA,
      [SYNC_DUPLICATE] = T_SYNC_NEXT_NIK_GANDA,     [SYNC_PARTNER] = T_SYNC_NEXT_KENDALA_DI_LEMBAGA,
  };
  if (f->outcome == SYNC_UNDECIDED || f->outcome >= SYNC_OUTCOMES) return STR_NONE;
  if (f->outcome == SYNC_PARTNER && f->partner) return local(&f->partner->next, lang);
  return TEXT(a, lang, keys[f->outcome], ARG("partner", partner_label(f, lang)), ARG("date", text_date(a, lang, f->retry)));
}

void sync_outcome_words(struct arena *a, enum lang lang, const struct sync_say *f, struct say *ret) {
  struct words w = words_new(a, lang, ret);
  str head = words_coded(&w, "sync.told", sync_outcome_code(f->outcome)), step = sync_next_step(a, lang, f);
  str date = text_date(a, lang, f->retry);
  words_line(&w, WORDS(&w, T_SYNC_NOTICE, ARG("number", f->number), ARG("outcome", head)));
  words_line(&w, step);
  if (f->note.n) words_block(&w, WORDS(&w, T_SYNC_NOTICE_NOTE, ARG("note", words_fit(a, f->note, 300))));
  words_block(&w, WORDS(&w, T_SYNC_NOTICE_AGAIN, ARG("date", date)));
  if (f->status_url.n) words_line(&w, WORDS(&w, T_CHAT_NOTICE_FOLLOW, ARG("url", f->status_url)));
  words_line(&w, text_plain(lang, T_CHAT_NOTICE_ASK));
  words_end(&w);
  ret->important = true;
  ret->fallback = (struct say_template){.name = S("loket_sinkron"),
                                        .params = {one_line(a, f->number), one_line(a, step), one_line(a, date), one_line(a, f->status_url)},
                                        .param_count = 4};
}

void sync_question_words(struct arena *a, enum lang lang, const struct sync_say *f, struct say *ret) {
  struct words w = words_new(a, lang, ret);
  str partner = partner_label(f, lang);
  words_line(&w, WORDS(&w, T_SYNC_QUESTION, ARG("number", f->number), ARG("partner", partner)));
  words_block(&w, text_plain(lang, T_SYNC_QUESTION_HOW));
  ret->kind = SAY_BUTTONS;
  ret->rows[ret->row_count++] = (struct say_row){.id = arena_printf(a, "app." STR_FMT ".works." CHAT_ID_VERSION, STR_ARG(f->number)),
                                                 .title = text_plain(lang, T_CHAT_BUTTON_WORKS)};
  ret->rows[ret->row_count++] = (struct say_row){.id = arena_printf(a, "app." STR_FMT ".fails." CHAT_ID_VERSION, STR_ARG(f->number)),
                                                 .title = text_plain(lang, T_CHAT_BUTTON_FAILS)};
  ret->rows[ret->row_count++] = (struct say_row){.id = arena_printf(a, "act.%s." CHAT_ID_VERSION, chat_act_code(CHAT_ACT_OFFICER)),
                                                 .title = text_plain(lang, T_CHAT_BUTTON_OFFICER)};
  words_end(&w);
  ret->important = true;
  ret->fallback = (struct say_template){.name = S("loket_sinkron_tanya"),
                                        .params = {one_line(a, f->number), one_line(a, partner), one_line(a, f->status_url)},
                                        .param_count = 3};
}
