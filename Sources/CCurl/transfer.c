#define _GNU_SOURCE
#include "transfer.h"

/* Its checks are macros under the names of its functions, which stand for pointers here. */
#define CURL_DISABLE_TYPECHECK
#include <curl/curl.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static pthread_once_t once = PTHREAD_ONCE_INIT;

/* What is used of libcurl, which is loaded for the first transfer: with the thirty libraries that it needs it takes longer to load than
   all others of a command that sends nothing. */
static struct {
  __typeof__(&curl_global_init) global_init;
  __typeof__(&curl_easy_init) init;
  __typeof__(&curl_easy_setopt) setopt;
  __typeof__(&curl_easy_getinfo) getinfo;
  __typeof__(&curl_easy_perform) perform;
  __typeof__(&curl_easy_strerror) describe;
  __typeof__(&curl_easy_cleanup) cleanup;
  __typeof__(&curl_slist_append) append;
  __typeof__(&curl_slist_free_all) free_all;
  int usable;
} curl;

static void begin(void) {
  void *library = dlopen("libcurl.so.4", RTLD_NOW | RTLD_LOCAL);
  if (library == NULL) return;
  curl.global_init = dlsym(library, "curl_global_init");
  curl.init = dlsym(library, "curl_easy_init");
  curl.setopt = dlsym(library, "curl_easy_setopt");
  curl.getinfo = dlsym(library, "curl_easy_getinfo");
  curl.perform = dlsym(library, "curl_easy_perform");
  curl.describe = dlsym(library, "curl_easy_strerror");
  curl.cleanup = dlsym(library, "curl_easy_cleanup");
  curl.append = dlsym(library, "curl_slist_append");
  curl.free_all = dlsym(library, "curl_slist_free_all");
  curl.usable = curl.global_init != NULL && curl.init != NULL && curl.setopt != NULL && curl.getinfo != NULL && curl.perform != NULL &&
                curl.describe != NULL && curl.cleanup != NULL && curl.append != NULL && curl.free_all != NULL &&
                curl.global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
}

struct work {
  const struct transfer_request *request;
  struct transfer_result *result;
  CURL *handle;
  int source, target;
  uint64_t sent;
};

static size_t keep(char *bytes, size_t size, size_t count, void *context) {
  struct work *work = context;
  struct transfer_result *result = work->result;
  size_t given = size * count;
  long status = 0;
  curl.getinfo(work->handle, CURLINFO_RESPONSE_CODE, &status);
  if (work->target >= 0 && status / 100 == 2) {
    for (size_t done = 0; done < given;) {
      ssize_t wrote = write(work->target, bytes + done, given - done);
      if (wrote < 0 && errno == EINTR) continue;
      if (wrote <= 0) return 0;
      done += (size_t)wrote;
    }
    return given;
  }
  uint64_t room = work->request->answer_limit - result->answer_bytes;
  size_t kept = given < room ? given : (size_t)room;
  if (kept > 0) {
    char *longer = realloc(result->answer, result->answer_bytes + kept);
    if (longer == NULL) return 0;
    result->answer = longer;
    memcpy(longer + result->answer_bytes, bytes, kept);
    result->answer_bytes += kept;
  }
  return given;
}

static size_t head(char *bytes, size_t size, size_t count, void *context) {
  struct transfer_result *result = ((struct work *)context)->result;
  size_t given = size * count;
  if (given <= TRANSFER_HEADER_ROOM - result->header_bytes) {
    if (result->headers == NULL && (result->headers = malloc(TRANSFER_HEADER_ROOM)) == NULL) return 0;
    memcpy(result->headers + result->header_bytes, bytes, given);
    result->header_bytes += given;
  }
  return given;
}

static size_t give(char *bytes, size_t size, size_t count, void *context) {
  struct work *work = context;
  uint64_t left = work->request->body_bytes - work->sent;
  size_t room = size * count;
  size_t wanted = left < room ? (size_t)left : room;
  if (work->source < 0) {
    memcpy(bytes, work->request->body + work->sent, wanted);
    work->sent += wanted;
    return wanted;
  }
  for (;;) {
    ssize_t got = pread(work->source, bytes, wanted, (off_t)work->sent);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0 || (got == 0 && wanted > 0)) return CURL_READFUNC_ABORT;
    work->sent += (uint64_t)got;
    return (size_t)got;
  }
}

/* A connection that was closed before anything came is opened anew, and what was sent is sent again. */
static int again(void *context, curl_off_t offset, int origin) {
  if (origin != SEEK_SET) return CURL_SEEKFUNC_CANTSEEK;
  ((struct work *)context)->sent = (uint64_t)offset;
  return CURL_SEEKFUNC_OK;
}

/* Called by libcurl about once a second. */
static int goes_on(void *context, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d) {
  (void)a, (void)b, (void)c, (void)d;
  return __atomic_load_n((const int32_t *)context, __ATOMIC_RELAXED) != 0;
}

void transfer_stop(int32_t *stop) { __atomic_store_n(stop, 1, __ATOMIC_RELAXED); }

void transfer_free(struct transfer_result *result) {
  free(result->answer);
  free(result->headers);
  result->answer = NULL;
  result->headers = NULL;
}

static void failed(struct transfer_result *result, CURLcode code, const char *words) {
  result->code = (int32_t)code;
  strncpy(result->error, words, TRANSFER_ERROR_ROOM - 1);
}

void transfer_send(const struct transfer_request *request, const int32_t *stop, struct transfer_result *result) {
  memset(result, 0, sizeof *result);
  pthread_once(&once, begin);
  if (!curl.usable) return failed(result, CURLE_FAILED_INIT, "libcurl.so.4 cannot be loaded");
  struct work work = {request, result, curl.init(), -1, -1, 0};
  struct curl_slist *headers = NULL;
  CURL *handle = work.handle;
  if (handle == NULL) return failed(result, CURLE_FAILED_INIT, "libcurl does not start");
  if (request->source != NULL && (work.source = open(request->source, O_RDONLY | O_NOFOLLOW | O_CLOEXEC)) < 0) {
    failed(result, CURLE_READ_ERROR, strerror(errno));
    goto end;
  }
  if (request->target != NULL &&
      (work.target = open(request->target, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600)) < 0) {
    failed(result, CURLE_WRITE_ERROR, strerror(errno));
    goto end;
  }
  for (size_t index = 0; request->headers[index] != NULL; index++) {
    struct curl_slist *longer = curl.append(headers, request->headers[index]);
    if (longer == NULL) {
      failed(result, CURLE_OUT_OF_MEMORY, "no memory");
      goto end;
    }
    headers = longer;
  }
  curl.setopt(handle, CURLOPT_URL, request->url);
  curl.setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
  curl.setopt(handle, CURLOPT_FOLLOWLOCATION, 0L);
  if (strcmp(request->method, "POST") == 0) {
    curl.setopt(handle, CURLOPT_POST, 1L);
    curl.setopt(handle, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)request->body_bytes);
  } else if (strcmp(request->method, "PUT") == 0) {
    curl.setopt(handle, CURLOPT_UPLOAD, 1L);
    curl.setopt(handle, CURLOPT_INFILESIZE_LARGE, (curl_off_t)request->body_bytes);
  } else if (strcmp(request->method, "HEAD") == 0) {
    curl.setopt(handle, CURLOPT_NOBODY, 1L);
  } else {
    curl.setopt(handle, CURLOPT_CUSTOMREQUEST, request->method);
  }
  curl.setopt(handle, CURLOPT_READFUNCTION, give);
  curl.setopt(handle, CURLOPT_READDATA, &work);
  curl.setopt(handle, CURLOPT_SEEKFUNCTION, again);
  curl.setopt(handle, CURLOPT_SEEKDATA, &work);
  curl.setopt(handle, CURLOPT_PATH_AS_IS, 1L);
  curl.setopt(handle, CURLOPT_HTTPHEADER, headers);
  curl.setopt(handle, CURLOPT_CONNECTTIMEOUT_MS, (long)request->connect_ms);
  if (request->total_ms > 0) {
    curl.setopt(handle, CURLOPT_TIMEOUT_MS, (long)request->total_ms);
  } else {
    curl.setopt(handle, CURLOPT_LOW_SPEED_LIMIT, 1L);
    curl.setopt(handle, CURLOPT_LOW_SPEED_TIME, 30L);
  }
  curl.setopt(handle, CURLOPT_NOSIGNAL, 1L);
  curl.setopt(handle, CURLOPT_WRITEFUNCTION, keep);
  curl.setopt(handle, CURLOPT_WRITEDATA, &work);
  curl.setopt(handle, CURLOPT_HEADERFUNCTION, head);
  curl.setopt(handle, CURLOPT_HEADERDATA, &work);
  curl.setopt(handle, CURLOPT_XFERINFOFUNCTION, goes_on);
  curl.setopt(handle, CURLOPT_XFERINFODATA, (void *)stop);
  curl.setopt(handle, CURLOPT_NOPROGRESS, 0L);
  curl.setopt(handle, CURLOPT_ERRORBUFFER, result->error);
  if (request->authorities != NULL) curl.setopt(handle, CURLOPT_CAINFO, request->authorities);
  CURLcode code = curl.perform(handle);
  result->code = (int32_t)code;
  if (code != CURLE_OK && result->error[0] == 0) strncpy(result->error, curl.describe(code), TRANSFER_ERROR_ROOM - 1);
  long status = 0;
  curl.getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
  result->status = status;
end:
  if (work.source >= 0) close(work.source);
  if (work.target >= 0) close(work.target);
  curl.free_all(headers);
  curl.cleanup(handle);
}
