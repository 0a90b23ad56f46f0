#ifndef CONFINEMENT_H
#define CONFINEMENT_H

/* Nothing of <sys/…>: a module that includes it would own timespec and its like, and Swift would ask for it wherever
   they are used. */
#include <stdint.h>

/* What a confined child may use. */
struct confinement {
  uint64_t cpu_seconds;
  uint64_t memory_bytes;  /* of address space */
  uint64_t written_bytes; /* to files; pipes are not counted */
  uint64_t open_files;
  /* Processes and threads of its user, the caller's included; the kernel holds nobody with CAP_SYS_RESOURCE to it. */
  uint64_t processes;
  /* Whether it may start other programs; threads it may start in any case. */
  int32_t starts_programs;
  /* Files and directories that it may read and execute beside the system's and its input; ends with NULL, or is NULL. */
  char *const *readable;
  /* The directory it works in, the only one in which it may make, write and remove files; NULL for none. */
  const char *folder;
};

/* What the kernel granted of the confinement; the resource limits are always in force. */
enum {
  CONFINEMENT_FILES = 1,  /* Landlock: no file but the system's libraries, the input and what is named */
  CONFINEMENT_CALLS = 2,  /* seccomp: the calls of decoders and recognisers, no sockets, nothing that reaches other processes */
  CONFINEMENT_SIGNALS = 4, /* Landlock, version 6: no signal leaves the sandbox */
};

/* A child that was started, and the ends of its pipes to read from, which do not block and are the caller's to close. */
struct confined_child {
  int32_t id; /* of the process */
  int output;
  int errors;
  /* What of the confinement is in force. */
  int granted;
};

/*
 * Starts `path` with `arguments` and `environment` (both end with NULL) as a child in a process group of its own, with
 * `input` (below 0: /dev/null) as its descriptor 0, pipes as 1 and 2, and no other descriptor.
 *
 * Returns 0, or the error number of what failed, the execution itself included; nothing is left open or running then.
 */
int confinement_start(
  const char *path, char *const arguments[], char *const environment[], int input, const struct confinement *limits,
  struct confined_child *child);

/*
 * Collects a child that has ended, and ends what it has left running in its group. With `wait` 0 it does not wait.
 *
 * Returns 1 with the status of waitpid(2), 0 while the child runs, -1 where there is none.
 */
int confinement_collect(int32_t id, int wait, int *status);

/*
 * From the first call with 1 to the matching call with 0, what this thread prints to stdio's `stderr` goes nowhere: for calls
 * into a library that tells its troubles there and gives no way to ask it not to (libmpg123 behind libsndfile). What other
 * threads print, and what anybody writes to descriptor 2, goes where it always does. Calls may nest.
 */
void confinement_hush(int begin);

#endif
