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
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/ioctl.h>
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

/* The interface's version that the kernel speaks; 0 without Landlock. Rights and scopes that it does not know it would refuse. */
static int landlock_version(void) {
  const long version = syscall(__NR_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
  return version < 0 ? 0 : (int)version;
}

/*
 * The kernel's own struct and rights by version (Documentation/userspace-api/landlock.rst): 1 has the first thirteen rights,
 * 2 REFER, 3 TRUNCATE, 4 TCP, 5 IOCTL_DEV, 6 the scopes. Here, because the headers of a build may be older than its kernel.
 */
struct ruleset {
  uint64_t files;
  uint64_t network;
  uint64_t scopes;
};
enum { RIGHTS_OF_FIRST = 13 };
static const uint64_t refer = 1ULL << 13, truncating = 1ULL << 14, device_ioctl = 1ULL << 15;
static const uint64_t bind_and_connect = 3, abstract_sockets_and_signals = 3;

/*
 * Files: reading below the system's libraries, of the input, and of what the limits name; writing in their folder alone. No
 * TCP; no signal and no abstract socket out of the sandbox where the kernel can keep them in.
 */
static int confine_files(const char *program, const struct confinement *limits) {
  const int version = landlock_version();
  if (version < 1) return 0;
  const uint64_t reading = LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR;
  const uint64_t cutting = version >= 3 ? truncating : 0;
  const uint64_t working = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR | LANDLOCK_ACCESS_FS_WRITE_FILE
    | LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_REMOVE_DIR
    | (version >= 2 ? refer : 0) | cutting;
  const char *const system[] = {"/usr", "/lib", "/lib64", "/etc/alternatives", "/etc/ld.so.cache", program};
  struct ruleset attributes = {
    .files = ((1ULL << RIGHTS_OF_FIRST) - 1) | (version >= 2 ? refer : 0) | cutting | (version >= 5 ? device_ioctl : 0),
    .network = bind_and_connect,
    .scopes = abstract_sockets_and_signals,
  };
  const size_t size = version >= 6 ? sizeof attributes : version >= 4 ? offsetof(struct ruleset, scopes) : sizeof attributes.files;
  int rules = (int)syscall(__NR_landlock_create_ruleset, &attributes, size, 0);
  if (rules < 0) return 0;
  for (size_t index = 0; index < sizeof system / sizeof *system; index++) allow_path(rules, system[index], reading);
  for (char *const *path = limits->readable; path != NULL && *path != NULL; path++) allow_path(rules, *path, reading);
  if (limits->folder != NULL) allow_path(rules, limits->folder, working);
  allow_path(rules, "/dev/null", LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE | cutting);
  allow(rules, STDIN_FILENO, LANDLOCK_ACCESS_FS_READ_FILE);
  int granted = syscall(__NR_landlock_restrict_self, rules, 0) == 0 ? CONFINEMENT_FILES : 0;
  if (granted != 0 && version >= 6) granted |= CONFINEMENT_SIGNALS;
  close(rules);
  return granted;
}

#ifdef OWN_ARCHITECTURE

/* Calls that every program makes and that reach nothing but its own memory, threads, clock and open files; paths are Landlock's. */
static const int ordinary_calls[] = {
  __NR_read, __NR_write, __NR_futex, __NR_lseek, __NR_readv, __NR_writev, __NR_pread64, __NR_pwrite64, __NR_preadv, __NR_pwritev,
  __NR_preadv2, __NR_pwritev2, __NR_close, __NR_close_range, __NR_openat, __NR_fstat, __NR_newfstatat, __NR_statx, __NR_faccessat,
  __NR_faccessat2, __NR_readlinkat, __NR_getdents64, __NR_getcwd, __NR_dup, __NR_dup3, __NR_pipe2, __NR_flock, __NR_fstatfs,
  __NR_fadvise64, __NR_readahead, __NR_sendfile, __NR_copy_file_range, __NR_ppoll, __NR_pselect6, __NR_epoll_create1, __NR_epoll_ctl,
  __NR_epoll_pwait, __NR_eventfd2, __NR_umask,
  /* In the folder, for whoever has one. */
  __NR_mkdirat, __NR_unlinkat, __NR_renameat, __NR_renameat2, __NR_ftruncate, __NR_fallocate, __NR_fsync, __NR_fdatasync,
  /* Memory. */
  __NR_brk, __NR_mmap, __NR_munmap, __NR_mremap, __NR_mprotect, __NR_madvise, __NR_mincore, __NR_mlock, __NR_munlock, __NR_membarrier,
  /* Threads, time, chance, and what a process may know of itself. */
  __NR_set_robust_list, __NR_get_robust_list, __NR_set_tid_address, __NR_rseq, __NR_sched_yield, __NR_sched_getaffinity,
  __NR_sched_getparam, __NR_sched_getscheduler, __NR_sched_get_priority_max, __NR_sched_get_priority_min, __NR_getcpu, __NR_gettid,
  __NR_getpid, __NR_getppid, __NR_getuid, __NR_geteuid, __NR_getgid, __NR_getegid, __NR_getresuid, __NR_getresgid, __NR_getgroups,
  __NR_getpgid, __NR_getsid, __NR_getpriority, __NR_getrusage, __NR_times, __NR_uname, __NR_sysinfo, __NR_getrandom,
  __NR_clock_gettime, __NR_clock_getres, __NR_clock_nanosleep, __NR_nanosleep, __NR_gettimeofday, __NR_setitimer, __NR_getitimer,
  __NR_rt_sigaction, __NR_rt_sigprocmask, __NR_rt_sigreturn, __NR_rt_sigpending, __NR_rt_sigsuspend, __NR_rt_sigtimedwait,
  __NR_sigaltstack, __NR_restart_syscall, __NR_execve, __NR_exit, __NR_exit_group,
#ifdef __x86_64__
  /* Older names of the same. */
  __NR_open, __NR_creat, __NR_stat, __NR_lstat, __NR_access, __NR_readlink, __NR_getdents, __NR_dup2, __NR_pipe, __NR_poll, __NR_select,
  __NR_epoll_create, __NR_epoll_wait, __NR_eventfd, __NR_mkdir, __NR_rmdir, __NR_unlink, __NR_rename, __NR_getpgrp, __NR_time,
  __NR_alarm, __NR_pause, __NR_arch_prctl,
#endif
};

/* What a program needs besides to start others, and to change into its folder. */
static const int starting_calls[] = {
  __NR_wait4, __NR_waitid, __NR_chdir, __NR_fchdir, __NR_timer_create, __NR_timer_settime, __NR_timer_gettime, __NR_timer_delete,
#ifdef __x86_64__
  __NR_fork, __NR_vfork,
#endif
};

/* The values of one argument with which a call is permitted. */
static const uint32_t own_limits[] = {0};
static const uint32_t queries_of_descriptors[] = {TCGETS, TIOCGWINSZ, FIONREAD, FIONBIO, FIOCLEX, FIONCLEX};
static const uint32_t handling_of_descriptors[] = {
  F_DUPFD, F_DUPFD_CLOEXEC, F_GETFD, F_SETFD, F_GETFL, F_SETFL, F_GETLK, F_SETLK, F_SETLKW, F_OFD_GETLK, F_OFD_SETLK, F_OFD_SETLKW, F_GETPIPE_SZ,
};
/* Names of threads and of memory. Not the signal at the parent's death, which ends a child that nobody reads from. */
static const uint32_t harmless_settings[] = {PR_SET_NAME, PR_GET_NAME, PR_GET_DUMPABLE, PR_CAPBSET_READ, 0x53564d41 /* PR_SET_VMA */};

struct filter {
  struct sock_filter code[640];
  unsigned short count;
};

static void put(struct filter *filter, struct sock_filter instruction) {
  /* Overfull it would be cut off without its end, and the kernel would refuse it. */
  if (filter->count < sizeof filter->code / sizeof *filter->code) filter->code[filter->count++] = instruction;
}

static void answer(struct filter *filter, uint32_t verdict) { put(filter, (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, verdict)); }

/* A verdict for the value that was loaded. */
static void answer_if(struct filter *filter, uint32_t value, uint32_t verdict) {
  put(filter, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, 0, 1));
  answer(filter, verdict);
}

/* A verdict where one of the bits is set in the value that was loaded. */
static void answer_if_any(struct filter *filter, uint32_t bits, uint32_t verdict) {
  put(filter, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, bits, 0, 1));
  answer(filter, verdict);
}

static void load(struct filter *filter, size_t place) {
  put(filter, (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (uint32_t)place));
}

/* The lower half of an argument: these are 32 bits wide, and the kernel reads no more of them. */
static size_t argument(int number) {
  return offsetof(struct seccomp_data, args) + (size_t)number * sizeof(uint64_t);
}

static void allow_values(struct filter *filter, int call, int number, const uint32_t *values, size_t count) {
  const uint8_t length = (uint8_t)(2 * count + 2);
  put(filter, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)call, 0, length));
  load(filter, argument(number));
  for (size_t index = 0; index < count; index++) answer_if(filter, values[index], SECCOMP_RET_ALLOW);
  answer(filter, SECCOMP_RET_ERRNO | EPERM);
}
#define ALLOW_VALUES(filter, call, number, values) allow_values(filter, call, number, values, sizeof values / sizeof *values)

#endif

/*
 * Calls: those that decoders and recognisers make, and no other. No socket, nothing that reaches into other processes or changes
 * owner, mode or times of a file by its path; threads, and other programs only where the limits say so.
 */
static int confine_calls(const struct confinement *limits, int keeps_signals) {
#ifdef OWN_ARCHITECTURE
  struct filter filter = {.count = 0};
  load(&filter, offsetof(struct seccomp_data, arch));
  put(&filter, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, OWN_ARCHITECTURE, 1, 0));
  answer(&filter, SECCOMP_RET_KILL_PROCESS);
  load(&filter, offsetof(struct seccomp_data, nr));
#ifdef __x86_64__
  /* The x32 interface has numbers of its own from here on. */
  put(&filter, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x40000000, 0, 1));
  answer(&filter, SECCOMP_RET_KILL_PROCESS);
#endif
  for (size_t index = 0; index < sizeof ordinary_calls / sizeof *ordinary_calls; index++) {
    answer_if(&filter, (uint32_t)ordinary_calls[index], SECCOMP_RET_ALLOW);
  }
  if (limits->starts_programs) {
    for (size_t index = 0; index < sizeof starting_calls / sizeof *starting_calls; index++) {
      answer_if(&filter, (uint32_t)starting_calls[index], SECCOMP_RET_ALLOW);
    }
    /* The sandbox keeps its signals in. */
    if (keeps_signals) {
      answer_if(&filter, __NR_kill, SECCOMP_RET_ALLOW);
      answer_if(&filter, __NR_tkill, SECCOMP_RET_ALLOW);
      answer_if(&filter, __NR_tgkill, SECCOMP_RET_ALLOW);
    }
  }
  const uint32_t own_process[] = {(uint32_t)getpid()};
  ALLOW_VALUES(&filter, __NR_tgkill, 0, own_process);
  ALLOW_VALUES(&filter, __NR_prlimit64, 0, own_limits);
  ALLOW_VALUES(&filter, __NR_ioctl, 1, queries_of_descriptors);
  ALLOW_VALUES(&filter, __NR_fcntl, 1, handling_of_descriptors);
  ALLOW_VALUES(&filter, __NR_prctl, 0, harmless_settings);
  /* Its flags lie in memory, where a filter cannot look; the C library then takes clone(). */
  answer_if(&filter, __NR_clone3, SECCOMP_RET_ERRNO | ENOSYS);
  const uint32_t namespaces = CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNET;
  put(&filter, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_clone, 0, 6));
  load(&filter, argument(0));
  answer_if_any(&filter, namespaces, SECCOMP_RET_ERRNO | EPERM);
  answer_if_any(&filter, limits->starts_programs ? ~0U : CLONE_THREAD, SECCOMP_RET_ALLOW);
  answer(&filter, SECCOMP_RET_ERRNO | EPERM);
  /* Calls that are younger than this list are told to be unknown, so that the C library takes the older one. */
  put(&filter, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JGT | BPF_K, __NR_faccessat2, 0, 1));
  answer(&filter, SECCOMP_RET_ERRNO | ENOSYS);
  answer(&filter, SECCOMP_RET_ERRNO | EPERM);
  struct sock_fprog program = {.len = filter.count, .filter = filter.code};
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
  limit(RLIMIT_NPROC, limits->processes);
  limit(RLIMIT_CORE, 0);
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0) {
    report.granted = confine_files(path, limits);
    if (confine_calls(limits, (report.granted & CONFINEMENT_SIGNALS) != 0)) report.granted |= CONFINEMENT_CALLS;
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
