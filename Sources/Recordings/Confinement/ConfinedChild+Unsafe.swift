import CConfinement
import Glibc
import Interview

/// What a confined child may use.
package struct ChildBounds: Sendable {
  /// Seconds of processor time, over all its threads.
  package var processorTime: Double
  /// Bytes of address space.
  package var memory: Int64
  /// Bytes of each file that it writes.
  package var written: Int64 = 0
  package var openFiles = 64
  /// Processes and threads that its user may have in all. A last bound: a desktop's user has some thousands, the unit's
  /// `TasksMax=` is far lower, and memory ends a flood of threads before.
  package var processes = 4096
  /// Whether it may start other programs, as a recogniser's script does.
  package var startsPrograms = false
  /// Files and directories that it may read and execute, beside the system's libraries and its input.
  package var readable: [String] = []
  /// The directory that it works in, the only one in which it may make files.
  package var folder: String?
  package var environment = ["PATH=/usr/bin:/bin", "LC_ALL=C"]

  package init(processorTime: Double, memory: Int64) {
    self.processorTime = processorTime
    self.memory = memory
  }

  init(_ limits: RecordingLimits) { self.init(processorTime: limits.decoderTime, memory: limits.decoderMemory) }
}

/// A child process that reads one file and writes to two pipes, under limits; never left running, never left a zombie,
/// and neither are the children it may have.
///
/// Unsafe: C strings for `execve` are made with `strdup`, live until the child was started, and are freed then. Reads go
/// into arrays that are as long as the count passed. The descriptors belong to this object and are closed once.
package final class ConfinedChild {
  package enum Exit: Equatable { case code(Int32), signal(Int32) }

  /// What the kernel grants of the confinement: from files by Landlock, from the network and other processes by seccomp.
  package struct Granted: Sendable, Hashable {
    package let files: Bool
    package let calls: Bool

    /// What is missing, `Landlock, seccomp`; nil when all is in force.
    package var missing: String? {
      let missing = [files ? nil : "Landlock", calls ? nil : "seccomp"].compactMap { $0 }
      return missing.isEmpty ? nil : missing.joined(separator: ", ")
    }
  }

  package let granted: Granted
  private let identifier: pid_t
  private let output: Int32
  private let errors: Int32
  private var outputIsOpen = true
  private var errorsAreOpen = true
  private var exit: Exit?
  /// What the child wrote to standard error, the first 64 KiB of it.
  package private(set) var complaints: [UInt8] = []

  /// - Parameter input: becomes its standard input, and stays the caller's; below 0: nothing to read.
  /// - Throws: the number of what failed, the execution itself included.
  package init(_ path: String, _ arguments: [String], input: Int32, bounds: ChildBounds) throws(ErrorNumber) {
    var child = confined_child()
    let failure = unsafe Self.withCStrings([path] + arguments) { argv in
      unsafe Self.withCStrings(bounds.environment) { environment in
        unsafe Self.withCStrings(bounds.readable) { readable in
          unsafe Self.withCStrings(bounds.folder.map { [$0] } ?? []) { folder in
            var limits = unsafe confinement(
              cpu_seconds: UInt64(max(1, bounds.processorTime.rounded(.up))), memory_bytes: UInt64(clamping: bounds.memory),
              written_bytes: UInt64(clamping: bounds.written), open_files: UInt64(bounds.openFiles),
              processes: UInt64(bounds.processes), starts_programs: bounds.startsPrograms ? 1 : 0, readable: readable,
              folder: UnsafePointer(folder[0]))
            return unsafe confinement_start(path, argv, environment, input, &limits, &child)
          }
        }
      }
    }
    guard failure == 0 else { throw ErrorNumber(value: failure) }
    identifier = child.id
    output = child.output
    errors = child.errors
    granted = Granted(
      files: child.granted & Int32(CONFINEMENT_FILES) != 0, calls: child.granted & Int32(CONFINEMENT_CALLS) != 0)
  }

  /// Why a child could not be started.
  package struct ErrorNumber: Error {
    package let value: Int32
    package var sentence: String { unsafe String(cString: strerror(value)) }
  }

  deinit {
    stop()
    close(output)
    close(errors)
  }

  /// Waits for bytes on standard output and copies at most `buffer.count` of them to its front; complaints are taken
  /// along the way, so that the child never blocks on them.
  ///
  /// - Parameter timeout: seconds to wait; less what passed is left in it.
  /// - Returns: how many bytes, 0 at the end of output, nil when the timeout ran out.
  package func read(into buffer: inout [UInt8], timeout: inout Double) -> Int? {
    while outputIsOpen {
      let got = unsafe buffer.withUnsafeMutableBytes { bytes in unsafe Glibc.read(output, bytes.baseAddress, bytes.count) }
      if got > 0 { return got }
      if got == 0 {
        outputIsOpen = false
      } else if errno == EAGAIN {
        guard wait(&timeout) else { return nil }
      } else if errno != EINTR {
        outputIsOpen = false
      }
    }
    return 0
  }

  /// Takes what is left of the complaints and waits for the child to end; kills it when the timeout runs out.
  ///
  /// - Returns: nil if it had to be killed.
  package func finish(timeout: inout Double) -> Exit? {
    while errorsAreOpen {
      guard wait(&timeout, onlyErrors: true) else {
        stop()
        return nil
      }
    }
    while exit == nil {
      exit = reap(waiting: false)
      if exit == nil {
        guard timeout > 0 else {
          stop()
          return nil
        }
        // Its pipes are closed: it is about to end, or never will.
        usleep(1000)
        timeout -= 0.001
      }
    }
    return exit
  }

  /// Kills the child and its group, and collects it.
  @discardableResult
  package func stop() -> Exit? {
    guard exit == nil else { return exit }
    kill(-identifier, SIGKILL)
    kill(identifier, SIGKILL)
    exit = reap(waiting: true)
    return exit
  }

  private func reap(waiting: Bool) -> Exit? {
    var status: Int32 = 0
    switch unsafe confinement_collect(identifier, waiting ? 1 : 0, &status) {
    case 0: return nil
    case 1: return status & 0x7F == 0 ? .code(status >> 8 & 0xFF) : .signal(status & 0x7F)
    default: return .code(-1)
    }
  }

  /// Waits until a pipe has something, and takes complaints; false when the timeout ran out.
  private func wait(_ timeout: inout Double, onlyErrors: Bool = false) -> Bool {
    guard timeout > 0 else { return false }
    var watched = [pollfd(fd: errorsAreOpen ? errors : -1, events: Int16(POLLIN), revents: 0)]
    if !onlyErrors { watched.append(pollfd(fd: output, events: Int16(POLLIN), revents: 0)) }
    let begin = Self.now()
    let ready = unsafe watched.withUnsafeMutableBufferPointer { list in
      unsafe poll(list.baseAddress, nfds_t(list.count), Int32(min(timeout * 1000, 1e9).rounded(.up)))
    }
    timeout -= Self.now() - begin
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
