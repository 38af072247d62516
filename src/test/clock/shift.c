/*
 * Shifts the clock and file times of a process, and of all that it starts, by SHIFT_SECONDS: for tests as of another
 * day. Loaded by LD_PRELOAD on 64-bit Linux. What waits by the monotonic clock takes as long as ever.
 *
 * Not libfaketime, whose locks make Java many times slower and which does not shift what statx() tells.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <time.h>

static long seconds;

__attribute__((constructor)) static void begin(void) {
  const char *given = getenv("SHIFT_SECONDS");
  seconds = given == NULL ? 0 : atol(given);
}

#define REAL(result, name, ...)                       \
  static result (*real)(__VA_ARGS__);                 \
  if (real == NULL) real = dlsym(RTLD_NEXT, name)

int clock_gettime(clockid_t clock, struct timespec *out) {
  REAL(int, "clock_gettime", clockid_t, struct timespec *);
  int result = real(clock, out);
  if (result == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) out->tv_sec += seconds;
  return result;
}

int gettimeofday(struct timeval *restrict out, void *restrict zone) {
  REAL(int, "gettimeofday", struct timeval *, void *);
  int result = real(out, zone);
  if (result == 0) out->tv_sec += seconds;
  return result;
}

time_t time(time_t *out) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  if (out != NULL) *out = now.tv_sec;
  return now.tv_sec;
}

int statx(int folder, const char *restrict path, int flags, unsigned int mask, struct statx *restrict out) {
  REAL(int, "statx", int, const char *, int, unsigned int, struct statx *);
  int result = real(folder, path, flags, mask, out);
  if (result == 0) {
    out->stx_atime.tv_sec += seconds;
    out->stx_mtime.tv_sec += seconds;
    out->stx_ctime.tv_sec += seconds;
    out->stx_btime.tv_sec += seconds;
  }
  return result;
}

static int shifted(int result, struct stat64 *out) {
  if (result == 0) {
    out->st_atime += seconds;
    out->st_mtime += seconds;
    out->st_ctime += seconds;
  }
  return result;
}

int stat64(const char *path, struct stat64 *out) {
  REAL(int, "stat64", const char *, struct stat64 *);
  return shifted(real(path, out), out);
}

int lstat64(const char *path, struct stat64 *out) {
  REAL(int, "lstat64", const char *, struct stat64 *);
  return shifted(real(path, out), out);
}

int fstat64(int file, struct stat64 *out) {
  REAL(int, "fstat64", int, struct stat64 *);
  return shifted(real(file, out), out);
}

int stat(const char *path, struct stat *out) { return stat64(path, (struct stat64 *)out); }

int lstat(const char *path, struct stat *out) { return lstat64(path, (struct stat64 *)out); }

int fstat(int file, struct stat *out) { return fstat64(file, (struct stat64 *)out); }

static const struct timeval *shifted_back(struct timeval *back, const struct timeval *times) {
  if (times == NULL) return NULL;
  for (int i = 0; i < 2; i++) {
    back[i] = times[i];
    back[i].tv_sec -= seconds;
  }
  return back;
}

int utimes(const char *path, const struct timeval times[2]) {
  REAL(int, "utimes", const char *, const struct timeval *);
  struct timeval back[2];
  return real(path, shifted_back(back, times));
}

int lutimes(const char *path, const struct timeval times[2]) {
  REAL(int, "lutimes", const char *, const struct timeval *);
  struct timeval back[2];
  return real(path, shifted_back(back, times));
}

int futimes(int file, const struct timeval times[2]) {
  REAL(int, "futimes", int, const struct timeval *);
  struct timeval back[2];
  return real(file, shifted_back(back, times));
}

int futimesat(int folder, const char *path, const struct timeval times[2]) {
  REAL(int, "futimesat", int, const char *, const struct timeval *);
  struct timeval back[2];
  return real(folder, path, shifted_back(back, times));
}

static void shift_back(struct timespec *back, const struct timespec *times) {
  for (int i = 0; i < 2; i++) {
    back[i] = times[i];
    if (times[i].tv_nsec != UTIME_NOW && times[i].tv_nsec != UTIME_OMIT) back[i].tv_sec -= seconds;
  }
}

int futimens(int file, const struct timespec times[2]) {
  REAL(int, "futimens", int, const struct timespec *);
  if (times == NULL) return real(file, times);
  struct timespec back[2];
  shift_back(back, times);
  return real(file, back);
}

int utimensat(int folder, const char *path, const struct timespec times[2], int flags) {
  REAL(int, "utimensat", int, const char *, const struct timespec *, int);
  if (times == NULL) return real(folder, path, times, flags);
  struct timespec back[2];
  shift_back(back, times);
  return real(folder, path, back, flags);
}
