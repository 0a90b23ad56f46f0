#ifndef INTONE_TRANSFER_H
#define INTONE_TRANSFER_H

#include <stdint.h>

/* One HTTP request by libcurl, whose own calls take variable arguments, which Swift cannot give. */

struct transfer_request {
  const char *method; /* `POST`, `PUT`, … */
  const char *url;
  const char *const *headers; /* `Name: value` each; ends with NULL */
  const char *body;           /* sent where source is NULL */
  uint64_t body_bytes;
  const char *source; /* a regular file whose first body_bytes are sent; NULL for body */
  const char *target; /* a new file for the answer's body where the status is 2xx, for its owner alone; NULL: none is made */
  uint64_t answer_limit; /* bytes of the answer's body that are kept in memory; the rest is not */
  int64_t connect_ms;
  int64_t total_ms; /* 0: as long as it goes on; 30 s at less than a byte a second end it */
  const char *authorities; /* a file of certificates in PEM to trust instead of the system's; NULL for the system's */
};

enum { TRANSFER_ERROR_ROOM = 256, TRANSFER_HEADER_ROOM = 8192 };

struct transfer_result {
  int32_t code;   /* 0, or libcurl's number of what went wrong */
  int64_t status; /* of HTTP; 0 where none came */
  uint64_t answer_bytes;
  char *answer; /* the beginning of the body; to be freed by transfer_free */
  uint64_t header_bytes;
  char *headers; /* of the answer, a line each, the first TRANSFER_HEADER_ROOM bytes; freed with it */
  char error[TRANSFER_ERROR_ROOM];    /* in words; ends with a zero */
};

/* Sends and waits; ends soon after stop is no longer zero. Follows no redirect, speaks http and https alone. Thread-safe. */
void transfer_send(const struct transfer_request *request, const int32_t *stop, struct transfer_result *result);
void transfer_free(struct transfer_result *result);

/* Ends a transfer_send that reads this word, and every later one. Thread-safe. */
void transfer_stop(int32_t *stop);

#endif
