import Files
import FoundationEssentials
import Interview
import Recordings
import Synchronization

/// Runs a program of the operator's on one input, as little trusted as the decoder, since what it reads was sent by strangers:
/// limits on time, memory, output and files, no network, no file but the system's and those that the configuration names
/// (`CConfinement`).
///
/// Used by several workers at once. A program that hangs again and again rests, so that it does not hold up the queue.
final class ConfinedCommand: Sendable {
  let configuration: CommandConfiguration
  let faults: CommandFaults
  private let program: String
  private let policy: DecoderPolicy
  private let scratch: String
  private let processors: Int
  private let largestOutput: Int
  private let clock: @Sendable () -> Double
  private let isStopped = Atomic(false)
  private let strikes = Mutex((count: 0, restsUntil: -Double.infinity))

  /// Timeouts and failed starts in a row after which it rests, and for how long, in seconds.
  static let strikesAllowed = 3
  static let rest = 600.0
  /// Seconds between two looks at whether to go on.
  private static let pollInterval = 0.2

  /// - Parameters:
  ///   - policy: whether it may run where the kernel does not confine it.
  ///   - scratch: a directory for its inputs; emptied here, since a killed daemon may have left some.
  ///   - largestOutput: bytes that it may write to standard output.
  ///   - clock: seconds that only move forward.
  /// - Throws: `….not-started` where the directory cannot be made or the program is not there.
  init(
    _ configuration: CommandConfiguration, faults: CommandFaults, policy: DecoderPolicy, scratch: String, processors: Int,
    largestOutput: Int, clock: @escaping @Sendable () -> Double
  ) throws(Fault) {
    self.configuration = configuration
    self.faults = faults
    self.policy = policy
    self.scratch = scratch
    self.processors = processors
    self.largestOutput = largestOutput
    self.clock = clock
    guard let name = configuration.command.first, let found = Self.find(name) else {
      throw Fault(faults.notStarted, configuration.command.first ?? "")
    }
    program = found
    do {
      if FileManager.default.fileExists(atPath: scratch) { try FileManager.default.removeItem(atPath: scratch) }
      try FileManager.default.createDirectory(atPath: scratch, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    } catch {
      throw Fault(faults.notStarted, scratch)
    }
  }

  private static func find(_ name: String) -> String? {
    let candidates = name.hasPrefix("/") ? [name] : ["/usr/local/bin/", "/usr/bin/", "/bin/"].map { $0 + name }
    return candidates.first { FileManager.default.isExecutableFile(atPath: $0) }
  }

  /// Ends what runs, and runs nothing any more.
  func stop() { isStopped.store(true, ordering: .relaxed) }

  var isResting: Bool { strikes.withLock { clock() < $0.restsUntil } }

  /// Makes a directory of its own for one run, and removes it with all that is in it.
  /// - Throws: `recording.copy-failed` where it cannot be made.
  func withFolder<Value>(_ work: (_ folder: String) throws(Fault) -> Value) throws(Fault) -> Value {
    guard !isResting else { throw Fault(faults.resting) }
    let folder = scratch + "/" + UUID().uuidString
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
    } catch {
      throw Fault(.recordingCopyFailed, folder)
    }
    // What cannot be removed now is tried again at the next start, and told then.
    defer { try? ScratchFolder.remove(folder) }
    return try work(folder)
  }

  /// Runs it to its end.
  ///
  /// - Parameters:
  ///   - input: an open file, its standard input.
  ///   - size: bytes of what lies in its folder already.
  ///   - names: what stands for `{name}` in its arguments.
  /// - Returns: what it wrote to standard output.
  /// - Throws: the codes of `faults`.
  func run(input: Int32, in folder: String, size: Int64, names: [String: String]) throws(Fault) -> [UInt8] {
    let child: ConfinedChild
    do throws(ConfinedChild.ErrorNumber) {
      child = try ConfinedChild(program, arguments(names, folder), input: input, bounds: bounds(folder))
    } catch {
      strike()
      throw Fault(faults.notStarted, error.sentence)
    }
    if policy == .confinedOnly, let missing = child.granted.missing {
      child.stop()
      throw Fault(faults.unconfined, missing)
    }
    do throws(Fault) {
      let bytes = try listen(to: child, in: folder, size: size)
      strikes.withLock { $0.count = 0 }
      return bytes
    } catch {
      child.stop()
      if error.code == faults.timeout { strike() }
      throw error
    }
  }

  private func listen(to child: ConfinedChild, in folder: String, size: Int64) throws(Fault) -> [UInt8] {
    let end = clock() + configuration.timeout
    var output: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 1 << 16)
    var isOpen = true
    while isOpen {
      guard !isStopped.load(ordering: .relaxed) else { throw Fault(faults.interrupted) }
      let left = end - clock()
      guard left > 0 else { throw Fault(faults.timeout, "\(configuration.timeout) s") }
      var timeout = min(Self.pollInterval, left)
      if let got = child.read(into: &block, timeout: &timeout) {
        isOpen = got > 0
        output += block[..<got]
        guard output.count <= largestOutput else { throw Fault(faults.flood) }
      } else {
        let written = ScratchFolder.size(of: folder).map { $0 - size }
        guard let written, written <= configuration.largestFolder else { throw Fault(faults.flood, "{folder}") }
      }
    }
    // Its output is closed: it is about to end. What it has left running ends with it.
    var timeout = min(5, max(0.1, end - clock()))
    switch child.finish(timeout: &timeout) {
    case .code(0): return output
    case nil: throw Fault(faults.timeout, "\(configuration.timeout) s")
    case .signal(24): throw Fault(faults.timeout, "\(configuration.timeout) s")
    case .code(let code): throw Fault(faults.failed, "exit \(code)")
    case .signal(let number): throw Fault(faults.failed, "signal \(number)")
    }
  }

  private func strike() {
    strikes.withLock {
      $0.count += 1
      if $0.count >= Self.strikesAllowed { $0 = (0, clock() + Self.rest) }
    }
  }

  private func arguments(_ names: [String: String], _ folder: String) -> [String] {
    let names = names.merging(["folder": folder]) { given, _ in given }
    return configuration.command.dropFirst().map { argument in
      names.reduce(argument) { $0.replacing("{\($1.key)}", with: $1.value) }
    }
  }

  private func bounds(_ folder: String) -> ChildBounds {
    var bounds = ChildBounds(processorTime: configuration.timeout * Double(processors), memory: configuration.memory)
    // One file may be as large as all of them; that they are not more together is looked at while it runs.
    bounds.written = 2 * configuration.largestFolder
    bounds.openFiles = 1024
    bounds.startsPrograms = true
    bounds.folder = folder
    // What the run-time libraries of recognisers ask the system about: processors, memory, chance.
    bounds.readable =
      configuration.reads + [
        "/dev/urandom", "/dev/random", "/dev/zero", "/proc/self", "/proc/cpuinfo", "/proc/meminfo", "/proc/stat", "/sys/devices/system/cpu",
        "/sys/fs/cgroup", "/etc/localtime",
      ]
    bounds.environment = [
      "PATH=/usr/local/bin:/usr/bin:/bin", "LC_ALL=C.UTF-8", "HOME=\(folder)", "TMPDIR=\(folder)", "PYTHONDONTWRITEBYTECODE=1",
    ]
    return bounds
  }
}

/// A program of the operator's that works on what candidates sent, and what it may use.
public struct CommandConfiguration: Sendable, Hashable {
  /// The program and its arguments. In these, `{folder}` stands for a directory of its own, and what each use of it adds.
  public var command: [String]
  /// Seconds until it is stopped.
  public var timeout: Double
  /// Bytes of address space.
  public var memory: Int64
  /// Files and directories that it may read beside the system's: models, virtual environments.
  public var reads: [String]
  /// Bytes of all files that it makes in its directory.
  public var largestFolder: Int64 = 1 << 30

  public init(command: [String], timeout: Double, memory: Int64, reads: [String] = []) {
    self.command = command
    self.timeout = timeout
    self.memory = memory
    self.reads = reads
  }
}
