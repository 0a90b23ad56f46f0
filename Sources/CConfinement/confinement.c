/*
 * Starting a decoder or recogniser that is not trusted.
 *
 * This is C because Swift has no fork(): between fork() and execve() only calls that are safe in a signal handler may
 * be made, and Swift's runtime makes others. All that the child does here is system calls on its own stack.
 */
#define _GNU_SOURCE
#include "confinement.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <pthread.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#if defined(__x86_64__)
#define OWN_ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define OWN_ARCHITECTURE AUDIT_ARCH_AARCH64
#endif

/* The descriptor by which the child reports, and which a successful execve() closes. */
enum { REPORT = 3 };

struct report {
  int granted;
  int error;
};

static void limit(int resource, uint64_t value) {
  struct rlimit wanted = {value, value};
  struct rlimit current;
  if (getrlimit(resource, &current) == 0 && current.rlim_max < value) wanted.rlim_cur = wanted.rlim_max = current.rlim_max;
  setrlimit(resource, &wanted);
}

static void allow(int rules, int place, uint64_t rights) {
  struct landlock_path_beneath_attr rule = {.allowed_access = rights, .parent_fd = place};
  syscall(__NR_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
}

/* Allows what is at a path; what is not there is passed over. A right that only directories have is refused for a file. */
static void allow_path(int rules, const char *path, uint64_t rights) {
  int place = open(path, O_PATH | O_CLOEXEC);
  if (place < 0) return;
  allow(rules, place, rights);
  allow(rules, place, rights & ~LANDLOCK_ACCESS_FS_READ_DIR);
  close(place);
}

/* Files: reading below the system's libraries, of the input, and of what the limits name; writing in their folder alone. */
static int confine_files(const char *program, const struct confinement *limits) {
  /* The thirteen rights of the first version; later kernels know them all. */
  const uint64_t every = (LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1;
  const uint64_t reading = LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR;
  const uint64_t working = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR | LANDLOCK_ACCESS_FS_WRITE_FILE
    | LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_REMOVE_DIR;
  const char *const system[] = {"/usr", "/lib", "/lib64", "/etc/alternatives", "/etc/ld.so.cache", program};
  struct landlock_ruleset_attr attributes = {.handled_access_fs = every};
  /* Only the first member is passed: the first version of the interface takes no more. */
  int rules = (int)syscall(__NR_landlock_create_ruleset, &attributes, sizeof attributes.handled_access_fs, 0);
  if (rules < 0) return 0;
  for (size_t index = 0; index < sizeof system / sizeof *system; index++) allow_path(rules, system[index], reading);
  for (char *const *path = limits->readable; path != NULL && *path != NULL; path++) allow_path(rules, *path, reading);
  if (limits->folder != NULL) allow_path(rules, limits->folder, working);
  allow_path(rules, "/dev/null", LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE);
  allow(rules, STDIN_FILENO, LANDLOCK_ACCESS_FS_READ_FILE);
  int granted = syscall(__NR_landlock_restrict_self, rules, 0) == 0;
  close(rules);
  return granted;
}

/* Calls: no socket of any kind, nothing that reaches into other processes. */
static int confine_calls(void) {
#ifdef OWN_ARCHITECTURE
#define REFUSE(call) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, call, 0, 1), BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM)
  struct sock_filter filter[] = {
    BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch)),
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, OWN_ARCHITECTURE, 1, 0),
    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
    BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
#ifdef __x86_64__
    /* The x32 interface has numbers of its own from here on. */
    BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x40000000, 0, 1),
    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
#endif
    REFUSE(__NR_socket),
    REFUSE(__NR_socketpair),
    REFUSE(__NR_io_uring_setup),
    REFUSE(__NR_ptrace),
    REFUSE(__NR_process_vm_readv),
    REFUSE(__NR_process_vm_writev),
    REFUSE(__NR_pidfd_getfd),
    REFUSE(__NR_kill),
    REFUSE(__NR_tkill),
    /* The group is how all of it is ended. */
    REFUSE(__NR_setsid),
    REFUSE(__NR_setpgid),
    REFUSE(__NR_unshare),
    REFUSE(__NR_mount),
    REFUSE(__NR_bpf),
    REFUSE(__NR_keyctl),
    REFUSE(__NR_userfaultfd),
    REFUSE(__NR_perf_event_open),
    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  };
  struct sock_fprog program = {.len = sizeof filter / sizeof *filter, .filter = filter};
  return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
#else
  return 0;
#endif
}

/* Moves a descriptor out of the way of 0 to 3. */
static int clear_of(int descriptor) { return descriptor > REPORT ? descriptor : fcntl(descriptor, F_DUPFD, REPORT + 1); }

static _Noreturn void become(
  const char *path, char *const arguments[], char *const environment[], int input, int output, int errors,
  const struct confinement *limits, int reporting, pid_t parent) {
  struct report report = {0, 0};
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
  for (int number = 1; number < NSIG; number++) signal(number, SIG_DFL);
  setpgid(0, 0);
  /* Whoever is to read its output is gone: so is the reason for it. */
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) _exit(127);
  if (input < 0) input = open("/dev/null", O_RDONLY);
  input = clear_of(input);
  output = clear_of(output);
  errors = clear_of(errors);
  reporting = clear_of(reporting);
  if (
    dup2(input, STDIN_FILENO) < 0 || dup2(output, STDOUT_FILENO) < 0 || dup2(errors, STDERR_FILENO) < 0
    || dup3(reporting, REPORT, O_CLOEXEC) < 0) {
    report.error = errno;
    write(reporting, &report, sizeof report);
    _exit(127);
  }
  if (syscall(__NR_close_range, REPORT + 1, ~0U, 0) != 0) {
    for (int descriptor = REPORT + 1; descriptor < 65536; descriptor++) close(descriptor);
  }
  if (limits->folder != NULL && chdir(limits->folder) != 0) {
    report.error = errno;
    write(REPORT, &report, sizeof report);
    _exit(127);
  }
  limit(RLIMIT_CPU, limits->cpu_seconds);
  limit(RLIMIT_AS, limits->memory_bytes);
  limit(RLIMIT_FSIZE, limits->written_bytes);
  limit(RLIMIT_NOFILE, limits->open_files);
  limit(RLIMIT_CORE, 0);
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0) {
    if (confine_files(path, limits)) report.granted |= CONFINEMENT_FILES;
    if (confine_calls()) report.granted |= CONFINEMENT_CALLS;
  }
  write(REPORT, &report, sizeof report);
  execve(path, arguments, environment);
  report.error = errno;
  write(REPORT, &report, sizeof report);
  _exit(127);
}

/* Forks, and waits until the program runs or its start has failed. */
static int launch(
  const char *path, char *const arguments[], char *const environment[], int input, int output, int errors,
  const struct confinement *limits, struct confined_child *child) {
  int channel[2];
  if (pipe2(channel, O_CLOEXEC) != 0) return errno;
  child->granted = 0;
  const pid_t parent = getpid();
  child->id = fork();
  if (child->id == 0) become(path, arguments, environment, input, output, errors, limits, channel[1], parent);
  int failure = child->id < 0 ? errno : 0;
  close(channel[1]);
  if (child->id > 0) {
    struct report report;
    ssize_t got;
    /* One report before the execution, another only if that fails; then the end. */
    while ((got = read(channel[0], &report, sizeof report)) == sizeof report || (got < 0 && errno == EINTR)) {
      if (got < 0) continue;
      child->granted = report.granted;
      if (report.error != 0) failure = report.error;
    }
    if (failure != 0) {
      while (waitpid(child->id, NULL, 0) < 0 && errno == EINTR) {}
    }
  }
  close(channel[0]);
  return failure;
}

int confinement_start(
  const char *path, char *const arguments[], char *const environment[], int input, const struct confinement *limits,
  struct confined_child *child) {
  int output[2];
  int errors[2];
  if (pipe2(output, O_CLOEXEC) != 0) return errno;
  if (pipe2(errors, O_CLOEXEC) != 0) {
    int failure = errno;
    close(output[0]);
    close(output[1]);
    return failure;
  }
  int failure = launch(path, arguments, environment, input, output[1], errors[1], limits, child);
  close(output[1]);
  close(errors[1]);
  if (failure != 0) {
    close(output[0]);
    close(errors[0]);
    return failure;
  }
  /* Fewer switches between decoder and reader; the default is 64 KiB, a refusal does no harm. */
  fcntl(output[0], F_SETPIPE_SZ, 1 << 18);
  fcntl(output[0], F_SETFL, O_NONBLOCK);
  fcntl(errors[0], F_SETFL, O_NONBLOCK);
  child->output = output[0];
  child->errors = errors[0];
  return 0;
}

int confinement_collect(int32_t id, int wait, int *status) {
  siginfo_t ended;
  do {
    ended.si_pid = 0;
    if (waitid(P_PID, (id_t)id, &ended, WEXITED | WNOWAIT | (wait ? 0 : WNOHANG)) != 0 && errno != EINTR) return -1;
  } while (wait && ended.si_pid == 0);
  if (ended.si_pid == 0) return 0;
  /* Until it is collected its number is nobody else's: what it has left running in its group is ended first. */
  kill(-id, SIGKILL);
  while (waitpid(id, status, 0) < 0) {
    if (errno != EINTR) return -1;
  }
  return 1;
}

static __thread int hushed;
static pthread_once_t hush_once = PTHREAD_ONCE_INIT;

static ssize_t pass_on(void *cookie, const char *bytes, size_t count) {
  (void)cookie;
  size_t done = 0;
  while (hushed == 0 && done < count) {
    ssize_t written = write(STDERR_FILENO, bytes + done, count - done);
    if (written < 0 && errno != EINTR) return (ssize_t)done;
    if (written > 0) done += (size_t)written;
  }
  return (ssize_t)count;
}

/* glibc lets its streams be replaced (The GNU C Library, 12.2). The old one stays open: others may have kept it. */
static void put_between(void) {
  cookie_io_functions_t functions = {.write = pass_on};
  FILE *between = fopencookie(NULL, "w", functions);
  if (between == NULL) return;
  setvbuf(between, NULL, _IONBF, 0);
  fflush(stderr);
  stderr = between;
}

void confinement_hush(int begin) {
  pthread_once(&hush_once, put_between);
  hushed += begin ? 1 : -1;
}
