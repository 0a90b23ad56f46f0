import Foundation
import Inbox
import Interview
import Synchronization
import Testing

/// A clock that stands still until it is told to go on.
final class ManualClock: Sendable {
  private let times = Mutex((monotonic: 0.0, wall: 1_800_000_000.0))

  var clock: InboxClock {
    InboxClock(monotonic: { self.times.withLock { $0.monotonic } }, wall: { self.times.withLock { $0.wall } })
  }

  func advance(_ seconds: Double) {
    times.withLock { $0 = ($0.monotonic + seconds, $0.wall + seconds) }
  }

  /// What an administrator, or the network's time, does to the system's clock.
  func jump(_ seconds: Double) { times.withLock { $0.wall += seconds } }
}

/// A real inbox on a scratch directory, removed when it goes, with a clock of its own.
final class ScratchInbox: Sendable {
  let base: URL
  let clock = ManualClock()
  let configuration: InboxConfiguration

  init(_ change: (inout InboxConfiguration) -> Void = { _ in }) throws {
    base = FileManager.default.temporaryDirectory.appendingPathComponent("intone-inbox-\(UUID().uuidString)")
    for name in ["inbox", "state"] {
      try FileManager.default.createDirectory(at: base.appendingPathComponent(name), withIntermediateDirectories: true)
    }
    var configuration = InboxConfiguration(
      roots: [InboxRoot(path: base.path + "/inbox", site: "north", defaultRole: "sales", defaultLanguage: .zh)],
      stateDirectory: base.path + "/state")
    change(&configuration)
    self.configuration = configuration
  }

  deinit { try? FileManager.default.removeItem(at: base) }

  func open(instance: String? = nil) throws -> Inbox {
    var configuration = configuration
    if let instance { configuration.instance = instance }
    let inbox = try Inbox(configuration: configuration, clock: clock.clock)
    try inbox.recover()
    return inbox
  }

  /// Copies a file that is in work to the archive, as filing does between two file systems before the original goes.
  func copyToArchive(_ path: String) throws {
    let target = base.appendingPathComponent("state/archive/" + path)
    try FileManager.default.createDirectory(at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
    try FileManager.default.copyItem(at: base.appendingPathComponent("inbox/.intone/working/main/sessions/" + path), to: target)
  }

  /// Drops a file below the inbox by writing and renaming, as a good client does.
  func drop(_ path: String, _ text: String = "RIFF") throws {
    let target = base.appendingPathComponent("inbox/" + path)
    try FileManager.default.createDirectory(at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: target, options: .atomic)
  }

  /// Every file below a directory of the scratch base, sorted, as paths relative to it; the inbox's own locks and marks are left out.
  func files(_ directory: String) throws -> [String] {
    let root = base.appendingPathComponent(directory).path
    let all = FileManager.default.enumerator(atPath: root)?.compactMap { $0 as? String } ?? []
    return all.filter { path in
      let kind = try? FileManager.default.attributesOfItem(atPath: root + "/" + path)[.type] as? FileAttributeType
      return kind != .typeDirectory && !path.hasSuffix(".lock") && path != ".shelves"
    }.sorted()
  }

  func read(_ path: String) throws -> String { try String(contentsOf: base.appendingPathComponent(path), encoding: .utf8) }
}

extension ScratchInbox {
  /// Scans, lets everything settle, and scans again.
  func settle(_ inbox: Inbox, seconds: Double = 2) {
    inbox.scan()
    clock.advance(seconds)
    inbox.scan()
  }
}

/// Thrown where a claim was due and none was given.
struct NothingReady: Error {}

extension Inbox {
  /// The next claim, which must be there.
  func claimed() throws -> Claim {
    guard let claim = try claimNext() else { throw NothingReady() }
    return claim
  }

  /// Claims and finishes everything that is ready; what was claimed, in order.
  func drain(as outcome: Outcome = .recorded()) throws -> [Submission] {
    var done: [Submission] = []
    while let claim = try claimNext() {
      done.append(claim.submission)
      try finish(claim, as: outcome)
    }
    return done
  }
}

func key(_ session: String, _ question: String, _ attempt: Int = 1) -> AnswerKey {
  AnswerKey(session: OpaqueName(session), question: OpaqueName(question), attempt: attempt)
}
