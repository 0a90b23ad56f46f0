#include "post.h"

#include <curl/curl.h>
#include <pthread.h>
#include <string.h>

static pthread_once_t once = PTHREAD_ONCE_INIT;

static void begin(void) { curl_global_init(CURL_GLOBAL_DEFAULT); }

static size_t keep(char *bytes, size_t size, size_t count, void *context) {
  struct post_result *result = context;
  size_t given = size * count;
  size_t room = POST_ANSWER_ROOM - result->answer_bytes;
  size_t kept = given < room ? given : room;
  memcpy(result->answer + result->answer_bytes, bytes, kept);
  result->answer_bytes += kept;
  return given;
}

/* Called by libcurl about once a second. */
static int goes_on(void *context, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d) {
  (void)a, (void)b, (void)c, (void)d;
  return __atomic_load_n((const int32_t *)context, __ATOMIC_RELAXED) != 0;
}

void post_stop(int32_t *stop) { __atomic_store_n(stop, 1, __ATOMIC_RELAXED); }

void post_send(const struct post_request *request, const int32_t *stop, struct post_result *result) {
  memset(result, 0, sizeof *result);
  pthread_once(&once, begin);
  CURL *handle = curl_easy_init();
  if (handle == NULL) {
    result->code = CURLE_FAILED_INIT;
    return;
  }
  struct curl_slist *headers = NULL;
  for (size_t index = 0; request->headers[index] != NULL; index++) {
    struct curl_slist *longer = curl_slist_append(headers, request->headers[index]);
    if (longer == NULL) {
      result->code = CURLE_OUT_OF_MEMORY;
      goto end;
    }
    headers = longer;
  }
  curl_easy_setopt(handle, CURLOPT_URL, request->url);
  curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(handle, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(handle, CURLOPT_POST, 1L);
  curl_easy_setopt(handle, CURLOPT_POSTFIELDS, request->body);
  curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)request->body_bytes);
  curl_easy_setopt(handle, CURLOPT_HTTPHEADER, headers);
  curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT_MS, (long)request->connect_ms);
  curl_easy_setopt(handle, CURLOPT_TIMEOUT_MS, (long)request->total_ms);
  curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, keep);
  curl_easy_setopt(handle, CURLOPT_WRITEDATA, result);
  curl_easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, goes_on);
  curl_easy_setopt(handle, CURLOPT_XFERINFODATA, (void *)stop);
  curl_easy_setopt(handle, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(handle, CURLOPT_ERRORBUFFER, result->error);
  if (request->authorities != NULL) curl_easy_setopt(handle, CURLOPT_CAINFO, request->authorities);
  CURLcode code = curl_easy_perform(handle);
  result->code = (int32_t)code;
  if (code != CURLE_OK && result->error[0] == 0) strncpy(result->error, curl_easy_strerror(code), POST_ERROR_ROOM - 1);
  long status = 0;
  curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
  result->status = status;
end:
  curl_slist_free_all(headers);
  curl_easy_cleanup(handle);
}
