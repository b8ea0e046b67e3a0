/* Any k of n shares give the key back, fewer or wrong ones do not, and a share survives being typed by a person. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <ctype.h>
#include <sodium.h>

#include "scans/escrow.h"

static u8 public_key[KEY_SIZE], secret_key[KEY_SIZE];

static int start(void **state) {
  (void)state;
  if (sodium_init() < 0) return -1;
  crypto_box_keypair(public_key, secret_key);
  return 0;
}

/* Every choice of k out of n, as bits. */
static void every_k_of_n_restore_it(void **state) {
  (void)state;
  static const int rows[][2] = {{2, 2}, {2, 3}, {3, 5}, {5, 5}, {4, 7}};
  for (size_t row = 0; row < COUNT(rows); row++) {
    int needed = rows[row][0], count = rows[row][1];
    struct key_share all[SHARES_MOST], some[SHARES_MOST];
    u8 back[KEY_SIZE];
    assert_int_equal(escrow_split(public_key, secret_key, needed, count, all), E_OK);
    for (unsigned bits = 0; bits < 1u << count; bits++) {
      size_t n = 0;
      for (int i = count - 1; i >= 0; i--)
        if (bits >> i & 1) some[n++] = all[i];
      enum err e = escrow_join(some, n, back);
      assert_int_equal(e, (int)n >= needed ? E_OK : E_INPUT);
      if (e == E_OK) assert_memory_equal(back, secret_key, KEY_SIZE);
    }
  }
}

static void wrong_shares_give_nothing(void **state) {
  (void)state;
  struct key_share a[3], b[3];
  u8 back[KEY_SIZE], other_public[KEY_SIZE], other_secret[KEY_SIZE];
  crypto_box_keypair(other_public, other_secret);
  assert_int_equal(escrow_split(public_key, secret_key, 1, 3, a), E_INPUT);
  assert_int_equal(escrow_split(public_key, secret_key, 4, 3, a), E_INPUT);
  assert_int_equal(escrow_split(public_key, secret_key, 2, 21, a), E_INPUT);
  assert_int_equal(escrow_split(public_key, secret_key, 2, 3, a), E_OK);
  assert_int_equal(escrow_split(public_key, secret_key, 2, 3, b), E_OK);
  assert_int_equal(escrow_join((struct key_share[]){a[0], b[1]}, 2, back), E_DENIED); /* of two ceremonies */
  assert_int_equal(escrow_join((struct key_share[]){a[0], a[0]}, 2, back), E_INPUT);
  assert_int_equal(escrow_split(other_public, other_secret, 2, 3, b), E_OK);
  assert_int_equal(escrow_join((struct key_share[]){a[0], b[1]}, 2, back), E_INPUT);
  a[1].part[7] ^= 1;
  assert_int_equal(escrow_join(a, 2, back), E_DENIED);
}

static void a_share_is_read_as_people_type_it(void **state) {
  (void)state;
  struct key_share all[3], read;
  char text[SHARE_TEXT_MOST], typed[600];
  assert_int_equal(escrow_split(public_key, secret_key, 2, 3, all), E_OK);
  size_t n = share_text(&all[2], text);
  assert_true(n < SHARE_TEXT_MOST);
  assert_int_equal(share_read((str){text, n}, &read), E_OK);
  assert_memory_equal(&read, &all[2], sizeof read);

  size_t m = (size_t)snprintf(typed, sizeof typed, "Loket, share 3 of 3\n\n   ");
  for (size_t i = 0; i < n; i++) { /* small letters, o for 0, l for 1, spaces for dashes, broken lines */
    char c = text[i];
    bool in_mark = i < 4;
    if (!in_mark && i % 30 == 29) typed[m++] = '\n';
    typed[m++] = c == '-' ? ' ' : c == '0' ? 'o' : c == '1' && !in_mark ? 'l' : (char)tolower(c);
  }
  assert_int_equal(share_read((str){typed, m}, &read), E_OK);
  assert_memory_equal(&read, &all[2], sizeof read);

  int noticed = 0, tried = 0;
  for (size_t i = 5; i < n; i++) {
    if (text[i] == '-') continue;
    char kept = text[i];
    text[i] = kept == '7' ? '8' : '7';
    noticed += share_read((str){text, n}, &read) == E_INPUT;
    tried++;
    text[i] = kept;
  }
  assert_int_equal(noticed, tried);
  assert_int_equal(share_read(str_sub((str){text, n}, 0, n - 1), &read), E_INPUT);
  assert_int_equal(share_read(S("LKT1"), &read), E_INPUT);
  assert_int_equal(share_read(STR_NONE, &read), E_INPUT);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_k_of_n_restore_it),
      cmocka_unit_test(wrong_shares_give_nothing),
      cmocka_unit_test(a_share_is_read_as_people_type_it),
  };
  return cmocka_run_group_tests(tests, start, NULL);
}
