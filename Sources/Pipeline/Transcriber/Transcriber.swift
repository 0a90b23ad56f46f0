import FoundationEssentials
import Interview
import Recordings
import Synchronization
import Transcripts

/// Runs the operator's recogniser on one recording, as little trusted as the decoder: limits on time, memory, output and
/// files, no network, no file but the system's and those that the configuration names (`CConfinement`).
///
/// Used by several workers at once. A recogniser that hangs again and again rests, so that it does not hold up the queue.
public final class Transcriber: Sendable {
  public let configuration: TranscriberConfiguration
  private let program: String
  private let policy: DecoderPolicy
  private let scratch: String
  private let processors: Int
  private let clock: @Sendable () -> Double
  private let isStopped = Atomic(false)
  private let strikes = Mutex((count: 0, restsUntil: -Double.infinity))

  /// Hangs and failed starts in a row after which it rests, and for how long, in seconds.
  static let strikesAllowed = 3
  static let rest = 600.0
  /// Seconds between two looks at whether to go on.
  private static let look = 0.2

  /// - Parameters:
  ///   - policy: whether it may run where the kernel does not confine it.
  ///   - scratch: a directory for copies of recordings; emptied here, since a killed daemon may have left some.
  ///   - clock: seconds that only move forward.
  /// - Throws: `transcriber.not-started` where the directory cannot be made or the program is not there.
  public init(
    _ configuration: TranscriberConfiguration, policy: DecoderPolicy = .confinedOnly, scratch: String, processors: Int,
    clock: @escaping @Sendable () -> Double
  ) throws(Fault) {
    self.configuration = configuration
    self.policy = policy
    self.scratch = scratch
    self.processors = processors
    self.clock = clock
    guard let name = configuration.command.first, let found = Self.find(name) else {
      throw Fault(.transcriberNotStarted, configuration.command.first ?? "")
    }
    program = found
    do {
      if FileManager.default.fileExists(atPath: scratch) { try FileManager.default.removeItem(atPath: scratch) }
      try FileManager.default.createDirectory(atPath: scratch, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    } catch {
      throw Fault(.transcriberNotStarted, scratch)
    }
  }

  private static func find(_ name: String) -> String? {
    let candidates = name.hasPrefix("/") ? [name] : ["/usr/local/bin/", "/usr/bin/", "/bin/"].map { $0 + name }
    return candidates.first { FileManager.default.isExecutableFile(atPath: $0) }
  }

  /// Ends what runs, and runs nothing any more.
  public func stop() { isStopped.store(true, ordering: .relaxed) }

  var isResting: Bool { strikes.withLock { clock() < $0.restsUntil } }

  /// Whether it understands the language that a recording is declared in.
  func understands(_ language: Language?) -> Bool {
    guard let languages = configuration.languages, let language else { return true }
    return languages.contains(language)
  }

  /// What the recogniser hears in the recording: a transcript that has been read once, as bytes to keep.
  ///
  /// - Parameter speaker: as in the manifest.
  /// - Throws: the codes of `FaultCode.transcriberCodes`; `recording.…` where the recording cannot be copied.
  func transcribe(_ recording: String, language: Language?, speaker: String?) throws(Fault) -> [UInt8] {
    guard !isResting else { throw Fault(.transcriberResting) }
    let folder = scratch + "/" + UUID().uuidString
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
    } catch {
      throw Fault(.recordingCopyFailed, folder)
    }
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let bytes = try run(on: recording, language: language, in: folder)
    let transcript: Transcript
    do throws(Fault) {
      transcript = try TranscriptReader.read(bytes, speaker: speaker)
    } catch {
      throw Fault(.transcriberUnusable, error.code.code)
    }
    if let format = configuration.format, transcript.format != format {
      throw Fault(.transcriberFormat, "\(transcript.format), expected \(format)")
    }
    return bytes
  }

  private func run(on recording: String, language: Language?, in folder: String) throws(Fault) -> [UInt8] {
    let path = folder + "/recording.wav"
    let file = try RecordingFile(path: Array(recording.utf8))
    let copy = try WaveCopy.write(file.descriptor, limits: RecordingLimits(), to: path)
    let child: ConfinedChild
    do throws(ConfinedChild.ErrorNumber) {
      child = try ConfinedChild(
        program, arguments(recording: path, folder: folder, language: language), input: copy.descriptor, bounds: bounds(folder))
    } catch {
      strike()
      throw Fault(.transcriberNotStarted, error.sentence)
    }
    if policy == .confinedOnly, let missing = child.granted.missing {
      child.stop()
      throw Fault(.transcriberUnconfined, missing)
    }
    do throws(Fault) {
      let bytes = try listen(to: child, in: folder, copied: copy.size)
      strikes.withLock { $0.count = 0 }
      return bytes
    } catch {
      child.stop()
      if error.code == .transcriberTimeout { strike() }
      throw error
    }
  }

  private func listen(to child: ConfinedChild, in folder: String, copied: Int64) throws(Fault) -> [UInt8] {
    let end = clock() + configuration.timeout
    var output: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 1 << 16)
    var isOpen = true
    while isOpen {
      guard !isStopped.load(ordering: .relaxed) else { throw Fault(.transcriberInterrupted) }
      let left = end - clock()
      guard left > 0 else { throw Fault(.transcriberTimeout, "\(configuration.timeout) s") }
      var patience = min(Self.look, left)
      if let got = child.read(into: &block, patience: &patience) {
        isOpen = got > 0
        output += block[..<got]
        guard output.count <= TranscriberConfiguration.largestOutput else { throw Fault(.transcriberFlood) }
      } else if Self.size(of: folder) - copied > configuration.largestFolder {
        throw Fault(.transcriberFlood, "{folder}")
      }
    }
    // Its output is closed: it is about to end. What it has left running ends with it.
    var patience = min(5, max(0.1, end - clock()))
    switch child.finish(patience: &patience) {
    case .code(0): return output
    case nil: throw Fault(.transcriberTimeout, "\(configuration.timeout) s")
    case .signal(24): throw Fault(.transcriberTimeout, "\(configuration.timeout) s")
    case .code(let code): throw Fault(.transcriberFailed, "exit \(code)")
    case .signal(let number): throw Fault(.transcriberFailed, "signal \(number)")
    }
  }

  private func strike() {
    strikes.withLock {
      $0.count += 1
      if $0.count >= Self.strikesAllowed { $0 = (0, clock() + Self.rest) }
    }
  }

  private func arguments(recording: String, folder: String, language: Language?) -> [String] {
    configuration.command.dropFirst().map {
      $0.replacing("{recording}", with: recording).replacing("{folder}", with: folder)
        .replacing("{language}", with: language?.rawValue ?? "auto")
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

  private static func size(of folder: String) -> Int64 {
    let names = (try? FileManager.default.subpathsOfDirectory(atPath: folder)) ?? []
    return names.reduce(0) { $0 + FileAccess.size(of: folder + "/" + $1) }
  }
}
