// memmove, memcmp and bcmp, on x86-64 memcpy and memset too, in place of musl's: 16 bytes at a time, by instructions that
// each processor of its kind has (SSE2, NEON). musl's memcpy and memset for arm64 are Arm's own, and stay. And a stack for
// threads that C code starts, at the end.
//
// To be compiled with -O2 -ffreestanding -fno-builtin: otherwise a compiler sees what a loop does, and puts a call of the
// function itself in its place. GCC does so even then.
#if !defined(__clang__)
#pragma GCC optimize("no-tree-loop-distribute-patterns")
#endif

#if defined(__x86_64__)
#include <emmintrin.h>
#elif defined(__aarch64__)
#include <arm_neon.h>
#else
#error "neither x86-64 nor arm64"
#endif

typedef unsigned long size;
typedef unsigned char byte;

// what may lie anywhere, and be of any type
#define ANYWHERE __attribute__((aligned(1), may_alias))
typedef unsigned short ANYWHERE half;
typedef unsigned int ANYWHERE word;
typedef unsigned long ANYWHERE two_words;
typedef unsigned char vector __attribute__((vector_size(16)));
typedef unsigned char ANYWHERE unaligned __attribute__((vector_size(16), aligned(1), may_alias));

#define AT(type, pointer, offset) (*(type *)((byte *)(pointer) + (offset)))
#define V(pointer, offset) AT(unaligned, pointer, offset)

// A program's own function of the name comes before it, as it does before musl's.
#define FUNCTION __attribute__((weak))

// In the code, so that a program that has the functions has the text: a build looks for it.
__asm__(".text\n.ascii \"muslrust-chef memory functions\"\n.balign 64");

#if defined(__x86_64__)

// A bit for each byte that differs.
static inline unsigned long differing(vector a, vector b) {
  return (unsigned long)_mm_movemask_epi8((__m128i)(a == b)) ^ 0xffff;
}

static inline size first_of(unsigned long bits) {
  return (size)__builtin_ctzl(bits);
}

// Whether no byte of it is zero.
static inline int is_full(vector mask) {
  return _mm_movemask_epi8((__m128i)mask) == 0xffff;
}

#else

// Four bits for each byte that differs.
static inline unsigned long differing(vector a, vector b) {
  uint8x8_t nibbles = vshrn_n_u16(vreinterpretq_u16_u8(vmvnq_u8(vceqq_u8((uint8x16_t)a, (uint8x16_t)b))), 4);
  return vget_lane_u64(vreinterpret_u64_u8(nibbles), 0);
}

static inline size first_of(unsigned long bits) {
  return (size)__builtin_ctzl(bits) >> 2;
}

static inline int is_full(vector mask) {
  return vminvq_u8((uint8x16_t)mask) == 0xff;
}

#endif

// All is read before anything is written, up to 128 bytes; longer ones are moved from the end that is not overwritten.
static inline __attribute__((always_inline)) void *move(void *to, const void *from, size n) {
  if (n <= 16) {
    if (n >= 8) {
      two_words head = AT(const two_words, from, 0), tail = AT(const two_words, from, n - 8);
      AT(two_words, to, 0) = head;
      AT(two_words, to, n - 8) = tail;
    } else if (n >= 4) {
      word head = AT(const word, from, 0), tail = AT(const word, from, n - 4);
      AT(word, to, 0) = head;
      AT(word, to, n - 4) = tail;
    } else if (n > 1) {
      half head = AT(const half, from, 0), tail = AT(const half, from, n - 2);
      AT(half, to, 0) = head;
      AT(half, to, n - 2) = tail;
    } else if (n) {
      AT(byte, to, 0) = AT(const byte, from, 0);
    }
    return to;
  }
  vector a = V(from, 0), z = V(from, n - 16);
  if (n <= 32) {
    V(to, 0) = a;
    V(to, n - 16) = z;
    return to;
  }
  vector b = V(from, 16), y = V(from, n - 32);
  if (n <= 64) {
    V(to, 0) = a;
    V(to, 16) = b;
    V(to, n - 32) = y;
    V(to, n - 16) = z;
    return to;
  }
  vector c = V(from, 32), d = V(from, 48), w = V(from, n - 64), x = V(from, n - 48);
  if (n > 128) {
    size at;
    if ((size)to - (size)from >= n) {
      // behind the first 16, which are written last; where it writes is aligned
      for (at = 16 - ((size)to & 15); at < n - 64; at += 64) {
        vector p = V(from, at), q = V(from, at + 16), r = V(from, at + 32), s = V(from, at + 48);
        AT(vector, to, at) = p;
        AT(vector, to, at + 16) = q;
        AT(vector, to, at + 32) = r;
        AT(vector, to, at + 48) = s;
      }
      V(to, n - 64) = w;
      V(to, n - 48) = x;
      V(to, n - 32) = y;
      V(to, n - 16) = z;
      V(to, 0) = a;
      return to;
    }
    for (at = n - (((size)to + n) & 15); at > 64; at -= 64) {
      vector p = V(from, at - 64), q = V(from, at - 48), r = V(from, at - 32), s = V(from, at - 16);
      AT(vector, to, at - 64) = p;
      AT(vector, to, at - 48) = q;
      AT(vector, to, at - 32) = r;
      AT(vector, to, at - 16) = s;
    }
    V(to, n - 16) = z;
    V(to, 0) = a;
    V(to, 16) = b;
    V(to, 32) = c;
    V(to, 48) = d;
    return to;
  }
  V(to, 0) = a;
  V(to, 16) = b;
  V(to, 32) = c;
  V(to, 48) = d;
  V(to, n - 64) = w;
  V(to, n - 48) = x;
  V(to, n - 32) = y;
  V(to, n - 16) = z;
  return to;
}

FUNCTION void *memmove(void *to, const void *from, size n) {
  return move(to, from, n);
}

// zig's musl has none, on either: the one that zig links in its place moves 16 bytes a turn, where this moves 64.
#if defined(__x86_64__) || defined(BY_ZIG)

FUNCTION void *memcpy(void *restrict to, const void *restrict from, size n) {
  return move(to, from, n);
}

#endif

#if defined(__x86_64__)

FUNCTION void *memset(void *to, int value, size n) {
  two_words all = 0x0101010101010101UL * (byte)value;
  if (n < 16) {
    if (n >= 8) {
      AT(two_words, to, 0) = all;
      AT(two_words, to, n - 8) = all;
    } else if (n >= 4) {
      AT(word, to, 0) = (word)all;
      AT(word, to, n - 4) = (word)all;
    } else if (n > 1) {
      AT(half, to, 0) = (half)all;
      AT(half, to, n - 2) = (half)all;
    } else if (n) {
      AT(byte, to, 0) = (byte)all;
    }
    return to;
  }
  vector v = (vector)_mm_set1_epi8((char)value);
  V(to, 0) = v;
  V(to, n - 16) = v;
  if (n <= 32) return to;
  V(to, 16) = v;
  V(to, n - 32) = v;
  if (n <= 64) return to;
  V(to, 32) = v;
  V(to, 48) = v;
  V(to, n - 64) = v;
  V(to, n - 48) = v;
  for (size at = 64 - ((size)to & 15); at < n - 64; at += 64) {
    AT(vector, to, at) = v;
    AT(vector, to, at + 16) = v;
    AT(vector, to, at + 32) = v;
    AT(vector, to, at + 48) = v;
  }
  return to;
}

#endif

static inline int order(unsigned long a, unsigned long b) {
  return (a > b) - (a < b);
}

// What comes first in memory counts most.
static inline unsigned long big_endian(const void *from, size at) {
  return __builtin_bswap64(AT(const two_words, from, at));
}

static inline int of_bytes(const void *a, const void *b, size at) {
  return AT(const byte, a, at) - AT(const byte, b, at);
}

#define SAME(at) ((vector)(V(a, at) == V(b, at)))

FUNCTION int memcmp(const void *a, const void *b, size n) {
  if (n <= 16) {
    if (n >= 8) {
      unsigned long x = big_endian(a, 0), y = big_endian(b, 0);
      return x != y ? order(x, y) : order(big_endian(a, n - 8), big_endian(b, n - 8));
    }
    if (n >= 4) {
      unsigned long x = (unsigned long)__builtin_bswap32(AT(const word, a, 0)) << 32 | __builtin_bswap32(AT(const word, a, n - 4));
      unsigned long y = (unsigned long)__builtin_bswap32(AT(const word, b, 0)) << 32 | __builtin_bswap32(AT(const word, b, n - 4));
      return order(x, y);
    }
    if (n == 0) return 0;
    // the first, the one in the middle and the last
    unsigned x = AT(const byte, a, 0) << 16 | AT(const byte, a, n >> 1) << 8 | AT(const byte, a, n - 1);
    unsigned y = AT(const byte, b, 0) << 16 | AT(const byte, b, n >> 1) << 8 | AT(const byte, b, n - 1);
    return (int)(x - y);
  }
  size at = 0;
  if (n > 128) {
    for (; at < n - 64; at += 64) {
      if (!is_full(SAME(at) & SAME(at + 16) & SAME(at + 32) & SAME(at + 48))) break;
    }
  }
  for (; at < n - 16; at += 16) {
    unsigned long bits = differing(V(a, at), V(b, at));
    if (bits) return of_bytes(a, b, at + first_of(bits));
  }
  unsigned long bits = differing(V(a, n - 16), V(b, n - 16));
  return bits ? of_bytes(a, b, n - 16 + first_of(bits)) : 0;
}

// Only whether they differ.
FUNCTION int bcmp(const void *a, const void *b, size n) {
  if (n <= 16) {
    if (n >= 8)
      return ((AT(const two_words, a, 0) ^ AT(const two_words, b, 0)) |
              (AT(const two_words, a, n - 8) ^ AT(const two_words, b, n - 8))) != 0;
    if (n >= 4)
      return ((AT(const word, a, 0) ^ AT(const word, b, 0)) | (AT(const word, a, n - 4) ^ AT(const word, b, n - 4))) != 0;
    if (n > 1)
      return ((AT(const half, a, 0) ^ AT(const half, b, 0)) | (AT(const half, a, n - 2) ^ AT(const half, b, n - 2))) != 0;
    return n && AT(const byte, a, 0) != AT(const byte, b, 0);
  }
  if (n <= 32) return !is_full(SAME(0) & SAME(n - 16));
  if (n <= 64) return !is_full(SAME(0) & SAME(16) & SAME(n - 32) & SAME(n - 16));
  for (size at = 0; at < n - 64; at += 64)
    if (!is_full(SAME(at) & SAME(at + 16) & SAME(at + 32) & SAME(at + 48))) return 1;
  return !is_full(SAME(n - 64) & SAME(n - 48) & SAME(n - 32) & SAME(n - 16));
}

// musl gives a thread 128 KiB of stack, where Rust asks for 2 MiB. So does this for all that ask for nothing, unless the
// linker was told of a size (-z stack-size), as zig tells it: musl takes that from the executable before this runs. Told so
// by a build, it would cost the project its own flags: cargo takes rustflags from one place only. Before other constructors,
// which may start threads. No header: a compiler may be without those of the C library.
int pthread_getattr_default_np(void *), pthread_setattr_default_np(const void *);
int pthread_attr_getstacksize(const void *, size *), pthread_attr_setstacksize(void *, size);

__attribute__((constructor(101))) static void give_threads_a_stack(void) {
  two_words attributes[16]; // a pthread_attr_t has 56 bytes in musl, and 64 in glibc
  size stack;
  if (pthread_getattr_default_np(attributes) || pthread_attr_getstacksize(attributes, &stack) || stack != 128 << 10) return;
  pthread_attr_setstacksize(attributes, 2 << 20);
  pthread_setattr_default_np(attributes);
}
