// Starts a thread as C code does, which asks for no stack, and prints how large the one is that it has, in KiB. Where that is
// more than 1 MiB, the thread fills as much.
#define _GNU_SOURCE
#include <alloca.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

static void *run(void *result) {
  pthread_attr_t attributes;
  void *bottom;
  size_t size;
  pthread_getattr_np(pthread_self(), &attributes);
  pthread_attr_getstack(&attributes, &bottom, &size);
  if (size > 1 << 20) {
    char *room = alloca(1 << 20);
    memset(room, 1, 1 << 20);
    __asm__ volatile("" : : "r"(room) : "memory");
  }
  *(size_t *)result = size;
  return NULL;
}

int main(void) {
  pthread_t thread;
  size_t size = 0;
  pthread_create(&thread, NULL, run, &size);
  pthread_join(thread, NULL);
  printf("%zu KiB\n", size >> 10);
}
