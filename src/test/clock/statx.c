/*
 * libfaketime shifts the file times that stat() tells, but not those of statx() and stat64(), which Java and ls ask
 * for. This does, by the same seconds: FAKETIME is "+123s" or "-123s". 64-bit Linux.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <sys/stat.h>

static long shift(void) {
  const char *faketime = getenv("FAKETIME");
  return faketime == NULL ? 0 : atol(faketime);
}

int statx(int folder, const char *restrict path, int flags, unsigned int mask, struct statx *restrict out) {
  static int (*real)(int, const char *, int, unsigned int, struct statx *);
  if (real == NULL) real = dlsym(RTLD_NEXT, "statx");
  int result = real(folder, path, flags, mask, out);
  if (result == 0) {
    out->stx_atime.tv_sec += shift();
    out->stx_mtime.tv_sec += shift();
    out->stx_ctime.tv_sec += shift();
    out->stx_btime.tv_sec += shift();
  }
  return result;
}

static int shifted(int result, struct stat64 *out) {
  if (result == 0) {
    out->st_atime += shift();
    out->st_mtime += shift();
    out->st_ctime += shift();
  }
  return result;
}

int stat64(const char *path, struct stat64 *out) {
  static int (*real)(const char *, struct stat64 *);
  if (real == NULL) real = dlsym(RTLD_NEXT, "stat64");
  return shifted(real(path, out), out);
}

int lstat64(const char *path, struct stat64 *out) {
  static int (*real)(const char *, struct stat64 *);
  if (real == NULL) real = dlsym(RTLD_NEXT, "lstat64");
  return shifted(real(path, out), out);
}

int fstat64(int file, struct stat64 *out) {
  static int (*real)(int, struct stat64 *);
  if (real == NULL) real = dlsym(RTLD_NEXT, "fstat64");
  return shifted(real(file, out), out);
}
