#ifndef INTONE_POST_H
#define INTONE_POST_H

#include <stdint.h>

/* One HTTP POST by libcurl, whose own calls take variable arguments, which Swift cannot give. */

struct post_request {
  const char *url;
  const char *const *headers; /* `Name: value` each; ends with NULL */
  const char *body;
  uint64_t body_bytes;
  int64_t connect_ms;
  int64_t total_ms;
  const char *authorities; /* a file of certificates in PEM to trust instead of the system's; NULL for the system's */
};

enum { POST_ANSWER_ROOM = 4096, POST_ERROR_ROOM = 256 };

struct post_result {
  int32_t code;   /* 0, or libcurl's number of what went wrong */
  int64_t status; /* of HTTP; 0 where none came */
  uint64_t answer_bytes;
  char answer[POST_ANSWER_ROOM]; /* the beginning of the body; the rest is not kept */
  char error[POST_ERROR_ROOM];   /* in words; ends with a zero */
};

/* Sends and waits, at most total_ms; ends soon after stop is no longer zero. Follows no redirect, speaks http and https alone.
   Thread-safe. */
void post_send(const struct post_request *request, const int32_t *stop, struct post_result *result);

/* Ends a post_send that reads this word, and every later one. Thread-safe. */
void post_stop(int32_t *stop);

#endif
