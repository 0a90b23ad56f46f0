#include "postgres.h"

#include <dlfcn.h>
#include <pthread.h>

static pthread_once_t once = PTHREAD_ONCE_INIT;
static void *library;
static const char *missing;
static char reason[256];

static void *found(const char *name) {
  void *function = dlsym(library, name);
  if (function == NULL && missing == NULL) missing = "libpq.so.5 lacks a function that is needed";
  return function;
}

/* Each function that is used: its result, name, parameters and arguments. The compiler holds them against libpq's header. */
#define EACH(F) \
  F(void, PQclear, (PGresult * a), (a)) \
  F(char *, PQcmdStatus, (PGresult * a), (a)) \
  F(char *, PQcmdTuples, (PGresult * a), (a)) \
  F(PGconn *, PQconnectdbParams, (const char *const *a, const char *const *b, int c), (a, b, c)) \
  F(int, PQconsumeInput, (PGconn * a), (a)) \
  F(char *, PQdb, (const PGconn *a), (a)) \
  F(int, PQenterPipelineMode, (PGconn * a), (a)) \
  F(char *, PQerrorMessage, (const PGconn *a), (a)) \
  F(PGresult *, PQexec, (PGconn * a, const char *b), (a, b)) \
  F(PGresult *, PQexecPrepared, \
    (PGconn * a, const char *b, int c, const char *const *d, const int *e, const int *f, int g), (a, b, c, d, e, f, g)) \
  F(int, PQexitPipelineMode, (PGconn * a), (a)) \
  F(void, PQfinish, (PGconn * a), (a)) \
  F(char *, PQfname, (const PGresult *a, int b), (a, b)) \
  F(void, PQfreemem, (void *a), (a)) \
  F(Oid, PQftype, (const PGresult *a, int b), (a, b)) \
  F(PGresult *, PQgetResult, (PGconn * a), (a)) \
  F(int, PQgetisnull, (const PGresult *a, int b, int c), (a, b, c)) \
  F(char *, PQgetvalue, (const PGresult *a, int b, int c), (a, b, c)) \
  F(char *, PQhost, (const PGconn *a), (a)) \
  F(int, PQnfields, (const PGresult *a), (a)) \
  F(PGnotify *, PQnotifies, (PGconn * a), (a)) \
  F(int, PQntuples, (const PGresult *a), (a)) \
  F(int, PQpipelineSync, (PGconn * a), (a)) \
  F(char *, PQport, (const PGconn *a), (a)) \
  F(PGresult *, PQprepare, (PGconn * a, const char *b, const char *c, int d, const Oid *e), (a, b, c, d, e)) \
  F(char *, PQresultErrorField, (const PGresult *a, int b), (a, b)) \
  F(ExecStatusType, PQresultStatus, (const PGresult *a), (a)) \
  F(int, PQsendQueryPrepared, \
    (PGconn * a, const char *b, int c, const char *const *d, const int *e, const int *f, int g), (a, b, c, d, e, f, g)) \
  F(PQnoticeProcessor, PQsetNoticeProcessor, (PGconn * a, PQnoticeProcessor b, void *c), (a, b, c)) \
  F(int, PQsocket, (const PGconn *a), (a)) \
  F(ConnStatusType, PQstatus, (const PGconn *a), (a)) \
  F(PGTransactionStatusType, PQtransactionStatus, (const PGconn *a), (a))

#define KEEP(type, name, parameters, arguments) static type(*its_##name) parameters;
#define FIND(type, name, parameters, arguments) its_##name = (type(*) parameters)found(#name);
#define CALL(type, name, parameters, arguments) \
  type name parameters { return its_##name arguments; }

EACH(KEEP)

static void load(void) {
  library = dlopen("libpq.so.5", RTLD_NOW | RTLD_LOCAL);
  if (library == NULL) {
    const char *words = dlerror();
    snprintf(reason, sizeof reason, "%s", words != NULL ? words : "libpq.so.5 cannot be loaded");
    missing = reason;
    return;
  }
  EACH(FIND)
}

const char *postgres_missing(void) {
  pthread_once(&once, load);
  return missing;
}

/* Nothing but a connection is asked of the others, and `postgres_missing` is called before the first one is made. */
EACH(CALL)
