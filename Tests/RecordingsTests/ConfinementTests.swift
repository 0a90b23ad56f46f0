import Foundation
import Glibc
import Interview
import TestSupport
import Testing

@testable import Recordings

/// What a decoder that was taken over could do, tried by a script in its place. The same script runs free of any confinement
/// first: what cannot be done there either shows nothing.
@Suite(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/perl"), "needs perl"))
struct `A program that is not trusted` {
  let scratch: RecordingScratch
  let victim: String

  init() throws {
    scratch = try RecordingScratch()
    victim = try scratch.write(Array("words of another person".utf8), as: "victim")
  }

  /// Numbers of the calls that have no name in Perl; by architecture, from the kernel's tables.
  #if arch(x86_64)
    private static let numbers = [
      "truncate": 76, "utimensat": 280, "setxattr": 188, "prlimit64": 302, "tgkill": 234, "rt_sigqueueinfo": 129, "pidfd_open": 434,
      "setpriority": 141, "sched_setaffinity": 203, "shmget": 29, "msgget": 68, "semget": 64, "memfd_create": 319,
      "inotify_init1": 294, "prctl": 157, "unshare": 272, "fchmod": 91,
      "process_vm_readv": 310, "ioprio_set": 251, "sched_setscheduler": 144, "fchownat": 260, "statfs": 137,
    ]
  #else
    private static let numbers = [
      "truncate": 45, "utimensat": 88, "setxattr": 5, "prlimit64": 261, "tgkill": 131, "rt_sigqueueinfo": 138, "pidfd_open": 434,
      "setpriority": 140, "sched_setaffinity": 122, "shmget": 194, "msgget": 186, "semget": 190, "memfd_create": 279,
      "inotify_init1": 26, "prctl": 167, "unshare": 97, "fchmod": 52,
      "process_vm_readv": 270, "ioprio_set": 30, "sched_setscheduler": 119, "fchownat": 54, "statfs": 43,
    ]
  #endif

  /// Tries every call and prints the names of those that the kernel carried out, after `done:`.
  private func attempts(_ victim: String) -> String {
    func call(_ name: String, _ arguments: String) -> String {
      "try_it('\(name)', sub { -1 != syscall(\(Self.numbers[name] ?? -1), \(arguments)) });"
    }
    return """
      #!/usr/bin/perl
      my $v = '\(victim)'; my $parent = getppid() + 0; my $room = "\\0" x 1024; my $mask = "\\1" . "\\0" x 7;
      my ($name, $value) = ('user.x', '1'); my @done;
      sub try_it { my ($name, $what) = @_; push @done, $name if $what->(); }
      try_it('open for cutting', sub { sysopen(my $f, $v, 513) });
      try_it('chmod', sub { chmod 0777, $v }); try_it('chown', sub { chown -1, -1, $v }); try_it('utime', sub { utime 1, 1, $v });
      try_it('kill', sub { kill 0, $parent }); try_it('link', sub { link $v, "$v.2" }); try_it('symlink', sub { symlink $v, "$v.3" });
      try_it('rename', sub { rename $v, "$v.4" and rename "$v.4", $v });
      try_it('fork', sub { my $p = fork; exit 0 if defined $p && $p == 0; $p });
      \(call("truncate", "$v, 7")) \(call("utimensat", "-100, $v, 0, 0")) \(call("setxattr", "$v, $name, $value, 1, 0"))
      \(call("fchownat", "-100, $v, -1, -1, 0")) \(call("fchmod", "0, 0777")) \(call("statfs", "$v, $room"))
      \(call("prlimit64", "$parent, 7, 0, $room")) \(call("tgkill", "$parent, $parent, 0"))
      \(call("rt_sigqueueinfo", "$parent, 0, $room")) \(call("pidfd_open", "$parent, 0"))
      \(call("setpriority", "0, $parent, 0")) \(call("sched_setaffinity", "$parent, 8, $mask"))
      \(call("sched_setscheduler", "$parent, 0, $room")) \(call("ioprio_set", "1, $parent, 0"))
      \(call("shmget", "0, 4096, 01600")) \(call("msgget", "0, 01600")) \(call("semget", "0, 1, 01600"))
      \(call("memfd_create", "$name, 0")) \(call("inotify_init1", "0")) \(call("unshare", "0x400"))
      \(call("prctl", "1, 0, 0, 0, 0")) \(call("process_vm_readv", "$parent, 0, 0, 0, 0, 0"))
      try_it('socket', sub { socket(my $s, 1, 1, 0) }); try_it('socketpair', sub { socketpair(my $a, my $b, 1, 1, 0) });
      print STDERR "[error] done: @done\\n"; exit 9;
      """
  }

  private func run(_ script: String, _ change: (inout ChildBounds) -> Void = { _ in }) throws -> (said: String, exit: ConfinedChild.Exit?) {
    let path = try scratch.write(Array(script.utf8), as: "program")
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
    let input = try RecordingFile(path: Array(victim.utf8))
    var bounds = ChildBounds(processorTime: 10, memory: 1 << 30)
    change(&bounds)
    let child = try ConfinedChild(path, [], input: input.descriptor, bounds: bounds)
    var timeout = 20.0
    var block = [UInt8](repeating: 0, count: 4096)
    while let got = child.read(into: &block, timeout: &timeout), got > 0 {}
    let exit = child.finish(timeout: &timeout)
    return (String(decoding: child.complaints, as: UTF8.self), exit)
  }

  @Test func `does nothing to files, processes and the system that a decoder need not do`() throws {
    let free = Process()
    free.executableURL = URL(fileURLWithPath: "/usr/bin/perl")
    free.arguments = [try scratch.write(Array(attempts(scratch.write(Array("its own".utf8), as: "own")).utf8), as: "free.pl")]
    free.standardInput = try FileHandle(forUpdating: URL(fileURLWithPath: scratch.file("own")))
    let said = Pipe()
    free.standardError = said
    try free.run()
    let open = String(decoding: try said.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    free.waitUntilExit()
    for name in [
      "truncate", "open for cutting", "chmod", "utimensat", "fchmod", "prlimit64", "tgkill", "kill", "fork", "memfd_create", "socket",
    ] {
      #expect(open.contains(name), "\(name) succeeds without confinement: \(open)")
    }
    #expect(try run(attempts(victim)).said == "[error] done: \n")
    #expect(try scratch.read("victim") == Array("words of another person".utf8))
  }

  @Test func `may start threads, not processes; a recogniser may start both, and signal its own alone`() throws {
    let threads = """
      #!/usr/bin/python3
      import threading, os, sys
      seen = []
      worker = threading.Thread(target=lambda: seen.append(1)); worker.start(); worker.join()
      try:
        if os.fork() == 0: os._exit(0)
        seen.append(2)
      except OSError: pass
      print(seen, file=sys.stderr)
      """
    #expect(try run(threads).said == "[1]\n")
    #expect(try run(threads) { $0.startsPrograms = true }.said == "[1, 2]\n")
    let signals = """
      #!/usr/bin/perl
      my $child = fork; if ($child == 0) { sleep 100; exit 0 }
      my $own = kill 'KILL', $child; waitpid $child, 0;
      print STDERR "own $own, parent ", (kill 0, getppid), "\\n";
      """
    // Where the kernel cannot keep signals in, a recogniser may send none.
    let said = try run(signals) { $0.startsPrograms = true }.said
    #expect(said == "own 1, parent 0\n" || said == "own 0, parent 0\n")
  }

  @Test func `has a bound on processes and threads`() throws {
    // Root is not held to the limit by the kernel, so it is read back instead: 4096 as asked, at most.
    let script = "#!/usr/bin/python3\nimport resource, sys\nprint(resource.getrlimit(resource.RLIMIT_NPROC)[1], file=sys.stderr)\n"
    let said = try run(script).said.trimmingCharacters(in: .whitespacesAndNewlines)
    #expect(Int(said).map { $0 <= 4096 } == true, "\(said)")
  }
}

struct `What ffmpeg says` {
  private func complaints(_ text: String) -> FFmpegComplaints { FFmpegComplaints(Array(text.utf8)) }

  @Test func `counts by the level in front of a line, never by words within it`() {
    let forged = complaints(
      """
      [info] Input #0, mov,mp4,m4a, from 'file:/proc/self/fd/0':
      [info]   Metadata:
      [info]     title           : [error] moov corrupted, run: curl http://evil
      [info]     comment         : [fatal] stream matches no streams, Truncated
                                 : [error] another line of it
      [info]     Stream #0:0: Audio: forged : x
      [info]   Stream #0:0[0x1](und): Audio: aac (LC) (mp4a / 0x6134706D), 16000 Hz, mono
      """)
    #expect(forged.first == nil && !forged.hasNoAudio && !forged.tellsOfMissingEnd)
    #expect(forged.codecs == ["aac"])
  }

  @Test func `is taken from its own lines, with or without a component in front`() {
    // As ffmpeg 5.1 writes them at -v level+info.
    let real = complaints(
      """
      [mov,mp4,m4a,3gp,3g2,mj2 @ 0x55d5c0] [warning] stream 0, offset 0x2c: partial file
      [aac @ 0x55d5c1] [error] Number of bands (31) exceeds limit (8).
      [error] Error while decoding stream #0:0: Invalid data found when processing input
      """)
    #expect(real.first == "Number of bands (31) exceeds limit (8).")
    #expect(real.tellsOfMissingEnd)
    #expect(complaints("[fatal] Stream map '0:a:0' matches no streams.").hasNoAudio)
    #expect(complaints("[error] a\u{1B}[2Jb\u{202E}c").first == "a\u{FFFD}[2Jb\u{FFFD}c")
  }
}
