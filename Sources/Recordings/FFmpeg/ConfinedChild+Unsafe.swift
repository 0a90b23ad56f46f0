import CConfinement
import Glibc
import Interview

/// A child process that reads one file and writes to two pipes, under limits; never left running, never left a zombie.
///
/// Unsafe: C strings for `execve` are made with `strdup`, live until the child was started, and are freed then. Reads go
/// into arrays that are as long as the count passed. The descriptors belong to this object and are closed once.
final class ConfinedChild {
  enum Exit: Equatable { case code(Int32), signal(Int32) }

  /// Whether the kernel keeps the child from files (Landlock) and from the network (seccomp).
  let isConfined: Bool
  private let identifier: pid_t
  private let output: Int32
  private let errors: Int32
  private var outputIsOpen = true
  private var errorsAreOpen = true
  private var exit: Exit?
  /// What the child wrote to standard error, the first 64 KiB of it.
  private(set) var complaints: [UInt8] = []

  /// - Throws: `recording.decoder-not-started`.
  init(_ path: String, _ arguments: [String], input: Int32, limits: RecordingLimits) throws(Fault) {
    var child = confined_child()
    var bounds = confinement(
      cpu_seconds: UInt64(max(1, limits.decoderTime.rounded(.up))), memory_bytes: UInt64(clamping: limits.decoderMemory),
      written_bytes: 0, open_files: 64)
    let failure = unsafe Self.withCStrings([path] + arguments) { argv in
      unsafe Self.withCStrings(["PATH=/usr/bin:/bin", "LC_ALL=C"]) { environment in
        unsafe confinement_start(path, argv, environment, input, &bounds, &child)
      }
    }
    guard failure == 0 else { throw Fault(.recordingDecoderNotStarted, unsafe String(cString: strerror(failure))) }
    identifier = child.id
    output = child.output
    errors = child.errors
    isConfined = child.granted == Int32(CONFINEMENT_FILES | CONFINEMENT_CALLS)
  }

  deinit {
    if exit == nil { _ = stop() }
    close(output)
    close(errors)
  }

  /// Waits for bytes on standard output and copies at most `buffer.count` of them to its front; complaints are taken
  /// along the way, so that the child never blocks on them.
  ///
  /// - Parameter patience: seconds to wait; less what passed is left in it.
  /// - Returns: how many bytes, 0 at the end of output, nil when the patience ran out.
  func read(into buffer: inout [UInt8], patience: inout Double) -> Int? {
    while outputIsOpen {
      let got = unsafe buffer.withUnsafeMutableBytes { bytes in unsafe Glibc.read(output, bytes.baseAddress, bytes.count) }
      if got > 0 { return got }
      if got == 0 {
        outputIsOpen = false
      } else if errno == EAGAIN {
        guard wait(&patience) else { return nil }
      } else if errno != EINTR {
        outputIsOpen = false
      }
    }
    return 0
  }

  /// Takes what is left of the complaints and waits for the child to end; kills it when the patience runs out.
  ///
  /// - Returns: nil if it had to be killed.
  func finish(patience: inout Double) -> Exit? {
    while errorsAreOpen {
      guard wait(&patience, onlyErrors: true) else {
        _ = stop()
        return nil
      }
    }
    while exit == nil {
      exit = reap(WNOHANG)
      if exit == nil {
        guard patience > 0 else {
          _ = stop()
          return nil
        }
        // Its pipes are closed: it is about to end, or never will.
        usleep(1000)
        patience -= 0.001
      }
    }
    return exit
  }

  /// Kills the child and its group, and collects it.
  func stop() -> Exit? {
    guard exit == nil else { return exit }
    kill(-identifier, SIGKILL)
    kill(identifier, SIGKILL)
    exit = reap(0)
    return exit
  }

  private func reap(_ options: Int32) -> Exit? {
    var status: Int32 = 0
    var result: pid_t
    repeat { result = unsafe waitpid(identifier, &status, options) } while result < 0 && errno == EINTR
    if result == 0 { return nil }
    if result < 0 { return .code(-1) }
    return status & 0x7F == 0 ? .code(status >> 8 & 0xFF) : .signal(status & 0x7F)
  }

  /// Waits until a pipe has something, and takes complaints; false when the patience ran out.
  private func wait(_ patience: inout Double, onlyErrors: Bool = false) -> Bool {
    guard patience > 0 else { return false }
    var watched = [pollfd(fd: errorsAreOpen ? errors : -1, events: Int16(POLLIN), revents: 0)]
    if !onlyErrors { watched.append(pollfd(fd: output, events: Int16(POLLIN), revents: 0)) }
    let begin = Self.now()
    let ready = unsafe watched.withUnsafeMutableBufferPointer { list in
      unsafe poll(list.baseAddress, nfds_t(list.count), Int32(min(patience * 1000, 1e9).rounded(.up)))
    }
    patience -= Self.now() - begin
    if ready == 0 { return false }
    if watched[0].revents != 0 { takeComplaints() }
    return true
  }

  private func takeComplaints() {
    var buffer = Array(repeating: UInt8(0), count: 4096)
    while errorsAreOpen {
      let got = unsafe buffer.withUnsafeMutableBytes { bytes in unsafe Glibc.read(errors, bytes.baseAddress, bytes.count) }
      if got > 0 {
        complaints.append(contentsOf: buffer[..<min(got, max(0, 65_536 - complaints.count))])
      } else if got < 0, errno == EINTR {
        continue
      } else {
        if !(got < 0 && errno == EAGAIN) { errorsAreOpen = false }
        return
      }
    }
  }

  private static func now() -> Double {
    var time = timespec()
    unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  private static func withCStrings<Result>(
    _ texts: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Result
  ) -> Result {
    var pointers: [UnsafeMutablePointer<CChar>?] = unsafe texts.map { unsafe strdup($0) }
    unsafe pointers.append(nil)
    defer { for index in unsafe pointers.indices { unsafe free(pointers[index]) } }
    return unsafe pointers.withUnsafeBufferPointer { list in
      guard let first = list.baseAddress else { preconditionFailure("the list holds at least its end") }
      return unsafe body(first)
    }
  }
}
