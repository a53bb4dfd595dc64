// Holds memcpy, memmove, memset, memcmp and bcmp against plain loops. Linked with assets/memory-functions.c, whose
// functions come before the C library's. Each buffer ends, or begins, at a page that may not be touched.
//
//   memory-functions-check ROUNDS [SEED]
//
// All sizes from 0 to 300, at all of 64 alignments, and with overlaps; then ROUNDS random ones, up to 20,000 bytes.
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define ROOM (1 << 16)

static unsigned char *a, *b, *expected, *before;
static unsigned long checks;
static uint64_t state;

// called through these, so that no compiler knows what they do
static void *(*volatile copy)(void *, const void *, size_t) = memcpy;
static void *(*volatile move)(void *, const void *, size_t) = memmove;
static void *(*volatile set)(void *, int, size_t) = memset;
static int (*volatile compare)(const void *, const void *, size_t) = memcmp;
extern int bcmp(const void *, const void *, size_t);
static int (*volatile differ)(const void *, const void *, size_t) = bcmp;

static uint64_t random_number(void) {
  state ^= state << 13;
  state ^= state >> 7;
  state ^= state << 17;
  return state;
}

// between two pages that may not be touched
static unsigned char *room(void) {
  size_t page = (size_t)sysconf(_SC_PAGESIZE);
  unsigned char *all = mmap(NULL, ROOM + 2 * page, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (all == MAP_FAILED || mprotect(all + page, ROOM, PROT_READ | PROT_WRITE)) abort();
  return all + page;
}

static void fail(const char *function, size_t to, size_t from, size_t n) {
  printf("%s is wrong: to %zu, from %zu, %zu bytes\n", function, to, from, n);
  exit(1);
}

static void plain_copy(unsigned char *to, const unsigned char *from, size_t n) {
  for (size_t i = 0; i < n; i++) ((volatile unsigned char *)to)[i] = from[i];
}

static void fill(unsigned char *to, size_t n) {
  for (size_t i = 0; i < n; i++) to[i] = (unsigned char)random_number();
}

// What is around the places too: nothing else may have been written.
static void expect_same(const char *function, unsigned char *whole, size_t start, size_t end, size_t to, size_t from, size_t n) {
  for (size_t i = start; i < end; i++)
    if (whole[i] != expected[i]) fail(function, to, from, n);
  checks++;
}

#define MARGIN 80
static size_t low(size_t place) { return place < MARGIN ? 0 : place - MARGIN; }
static size_t high(size_t end) { return end + MARGIN > ROOM ? ROOM : end + MARGIN; }

static void check_copy(size_t to, size_t from, size_t n) {
  size_t start = low(to), end = high(to + n);
  plain_copy(expected + start, a + start, end - start);
  plain_copy(expected + to, b + from, n);
  if (copy(a + to, b + from, n) != a + to) fail("memcpy's result", to, from, n);
  expect_same("memcpy", a, start, end, to, from, n);
}

static void check_move(size_t to, size_t from, size_t n) {
  size_t start = low(to < from ? to : from), end = high((to > from ? to : from) + n);
  plain_copy(expected + start, a + start, end - start);
  plain_copy(before, a + from, n);
  plain_copy(expected + to, before, n);
  if (move(a + to, a + from, n) != a + to) fail("memmove's result", to, from, n);
  expect_same("memmove", a, start, end, to, from, n);
}

static void check_set(size_t to, size_t n) {
  size_t start = low(to), end = high(to + n);
  int value = (int)random_number();
  plain_copy(expected + start, a + start, end - start);
  for (size_t i = 0; i < n; i++) ((volatile unsigned char *)expected)[to + i] = (unsigned char)value;
  if (set(a + to, value, n) != a + to) fail("memset's result", to, 0, n);
  expect_same("memset", a, start, end, to, 0, n);
}

static void compare_both(size_t one, size_t other, size_t n) {
  int order = 0;
  for (size_t i = 0; i < n && !order; i++) order = (a[one + i] > b[other + i]) - (a[one + i] < b[other + i]);
  int ours = compare(a + one, b + other, n);
  if ((ours > 0) - (ours < 0) != order) fail("memcmp", one, other, n);
  if (!differ(a + one, b + other, n) != !order) fail("bcmp", one, other, n);
  checks += 2;
}

// Equal, then with one or two bytes that differ, by little or by much.
static void check_compare(size_t one, size_t other, size_t n) {
  plain_copy(b + other, a + one, n);
  compare_both(one, other, n);
  if (n == 0) return;
  for (int i = 0; i < 3; i++) {
    size_t first = i == 0 ? random_number() % n : i == 1 ? n - 1 : 0, second = random_number() % n;
    b[other + first] ^= (unsigned char)(1 << random_number() % 8);
    compare_both(one, other, n);
    b[other + second] = (unsigned char)random_number();
    compare_both(one, other, n);
    plain_copy(b + other, a + one, n);
  }
}

// At the very beginning of the memory that there is, and at its very end.
static void check_ends(size_t n) {
  size_t end = ROOM - n;
  check_copy(0, end, n);
  check_copy(end, 0, n);
  check_set(0, n);
  check_set(end, n);
  check_compare(0, end, n);
  check_compare(end, 0, n);
  check_compare(end, end, n);
  for (size_t by = 0; by <= 64; by++) {
    check_move(0, by, n);
    check_move(by, 0, n);
    check_move(end, end - by, n);
    check_move(end - by, end, n);
  }
}

int main(int count, char **arguments) {
  unsigned long rounds = count > 1 ? strtoul(arguments[1], NULL, 10) : 10000;
  state = count > 2 ? strtoull(arguments[2], NULL, 10) : 88172645463325252u;
  a = room(), b = room(), expected = room(), before = room();
  fill(a, ROOM);
  fill(b, ROOM);
  for (size_t n = 0; n <= 300; n++) {
    check_ends(n);
    for (size_t place = 0; place < 64; place++) {
      size_t other = 512 + random_number() % 64;
      check_copy(1024 + place, other, n);
      check_set(1024 + place, n);
      check_compare(1024 + place, other, n);
      // by less than its size, and by more, both ways
      size_t by = random_number() % (n + 20);
      check_move(1024 + place, 1024 + place + by, n);
      check_move(1024 + place + by, 1024 + place, n);
    }
  }
  for (unsigned long i = 0; i < rounds; i++) {
    size_t n = random_number() % (i % 16 ? 2000 : 20000);
    size_t to = random_number() % (ROOM - n + 1), from = random_number() % (ROOM - n + 1);
    size_t near = i % 2 && to + n + 200 < ROOM ? to + random_number() % 200 : from;
    check_copy(to, from, n);
    check_set(to, n);
    check_compare(to, from, n);
    check_move(to, near, n);
    check_move(near, to, n);
  }
  printf("%lu checks\n", checks);
  return 0;
}
