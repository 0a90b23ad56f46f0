import Foundation
import Glibc
import Inbox
import Interview
import Logging
import NIOPosix
import Pipeline
import RoleModels
import SQLiteStore
import ServiceLifecycle
import Settings
import Store
import Synchronization
import Testing
import Webhooks

@testable import Control
@testable import Daemon

/// How each kind of service of the daemon ends: by itself only when told to, and otherwise seen by all.
struct ServiceDeathTests {
  private static let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

  /// The daemon's group in small: the service, and another one that would run for ever.
  private func group(_ service: any Service) -> ServiceGroup {
    let other = RepeatingService(from: 0) { (_: inout Int) in .seconds(3600) }
    return ServiceGroup(configuration: .init(services: [.init(service: other), .init(service: service)], logger: Self.quiet))
  }

  /// What a service manager would read of a notifier.
  private final class Datagrams: Sendable {
    let path = NSTemporaryDirectory() + "notify-\(UUID().uuidString.prefix(8))"
    private let descriptor: Int32

    init() throws {
      descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
      var address = sockaddr_un()
      address.sun_family = sa_family_t(AF_UNIX)
      unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: Array(path.utf8)) }
      let bound = unsafe withUnsafePointer(to: &address) {
        unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          unsafe bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
        }
      }
      try #require(bound == 0)
    }

    deinit {
      close(descriptor)
      unsafe unlink(path)
    }

    /// The next message's first line; nil where none has come yet.
    func next() -> String? {
      var bytes = [UInt8](repeating: 0, count: 4096)
      let count = unsafe recv(descriptor, &bytes, bytes.count, Int32(MSG_DONTWAIT))
      return count > 0 ? String(decoding: bytes[..<count].prefix { $0 != 10 }, as: UTF8.self) : nil
    }
  }

  /// Two workers on an empty inbox of their own, with one thread each and one for the watcher.
  private func workers(_ threads: NIOThreadPool) throws -> WorkerService {
    let folder = NSTemporaryDirectory() + "intone-workers-\(UUID().uuidString)"
    for name in ["inbox", "state"] {
      try FileManager.default.createDirectory(atPath: folder + "/" + name, withIntermediateDirectories: true)
    }
    let inbox = try Inbox(configuration: InboxConfiguration(roots: [InboxRoot(path: folder + "/inbox")], stateDirectory: folder + "/state"))
    let processor = SubmissionProcessor(
      inbox: inbox, store: InMemoryStore(), models: RoleModelLibrary([]), counters: ProcessorMetrics(), logger: Self.quiet)
    return WorkerService(
      processor: processor, inbox: inbox, watcher: InboxWatcher(inbox, tick: 0.05), gate: WorkGate(), workers: 2, threads: threads,
      logger: Self.quiet)
  }

  @Test func `workers whose threads are gone end the daemon with an error`() async throws {
    let threads = NIOThreadPool(numberOfThreads: 3)
    threads.start()
    let service = try workers(threads)
    try await threads.shutdownGracefully()
    await #expect(throws: (any Error).self) { try await group(service).run() }
  }

  @Test func `workers and watcher end without an error when they are told to`() async throws {
    let threads = NIOThreadPool(numberOfThreads: 3)
    threads.start()
    let service = try workers(threads)
    let group = group(service)
    async let ended: Void = group.run()
    // The watcher's first scan is of everything, and takes the snapshot.
    while service.inbox.queueSnapshot().roots.isEmpty { try await Task.sleep(for: .milliseconds(5)) }
    await group.triggerGracefulShutdown()
    try await ended
    try await threads.shutdownGracefully()
  }

  @Test func `systemd is told of the start, of each half of its interval while claims move, and of the stop`() async throws {
    let datagrams = try Datagrams()
    let age = Mutex(0.0)
    let notifier = SystemdNotifier(
      socketPath: datagrams.path, watchdog: 0.02, oldestClaim: { age.withLock { $0 } }, status: { "well" }, claimTimeout: 600)
    let group = group(notifier)
    async let ended: Void = group.run()
    #expect(await first(of: datagrams) == "READY=1")
    #expect(await first(of: datagrams) == "WATCHDOG=1")
    await group.triggerGracefulShutdown()
    try await ended
    var last: String?
    while let message = datagrams.next() { last = message }
    #expect(last == "STOPPING=1")
  }

  @Test func `a claim that is stuck beyond its time leaves the watchdog unfed, so that systemd starts the daemon anew`() async throws {
    let datagrams = try Datagrams()
    let asked = Mutex(0)
    let notifier = SystemdNotifier(
      socketPath: datagrams.path, watchdog: 0.02,
      oldestClaim: {
        asked.withLock { $0 += 1 }
        return 600
      }, status: { "stuck" }, claimTimeout: 600)
    let group = group(notifier)
    async let ended: Void = group.run()
    while asked.withLock({ $0 }) < 3 { try await Task.sleep(for: .milliseconds(5)) }
    await group.triggerGracefulShutdown()
    try await ended
    var messages: [String] = []
    while let message = datagrams.next() { messages.append(message) }
    #expect(messages == ["READY=1", "STOPPING=1"])
  }

  @Test func `each signal reloads and systemd is told, also of one that is refused; signals that end early end the daemon`() async throws {
    let datagrams = try Datagrams()
    let reloads = Mutex(0)
    let (signals, sender) = AsyncStream.makeStream(of: Int.self)
    let notifier = SystemdNotifier(
      socketPath: datagrams.path, watchdog: nil, oldestClaim: { 0 }, status: { "well" }, claimTimeout: 600)
    let service = ReloadService(notifier: notifier, signals: { signals }) { () throws(Fault) in
      reloads.withLock { $0 += 1 }
      throw Fault(.configurationInvalid, "line 3")
    }
    sender.yield(1)
    sender.yield(2)
    let group = group(service)
    let run = Task { try await group.run() }
    for message in ["RELOADING=1", "READY=1", "RELOADING=1", "READY=1"] { #expect(await first(of: datagrams) == message) }
    #expect(reloads.withLock(\.self) == 2)
    sender.finish()
    await #expect(throws: (any Error).self) { try await run.value }
  }

  @Test func `reloading ends without an error when the daemon is told to stop`() async throws {
    let started = Mutex(false)
    let (signals, sender) = AsyncStream.makeStream(of: Int.self)
    let notifier = SystemdNotifier(socketPath: nil, watchdog: nil, oldestClaim: { 0 }, status: { "well" }, claimTimeout: 600)
    let group = group(
      ReloadService(
        notifier: notifier,
        signals: {
          started.withLock { $0 = true }
          return signals
        }, reload: {}))
    async let ended: Void = group.run()
    while !started.withLock(\.self) { try await Task.sleep(for: .milliseconds(5)) }
    await group.triggerGracefulShutdown()
    try await ended
    sender.finish()
  }

  /// What a service writes into the journal: the ids of its messages.
  private struct Journal: LogHandler {
    let ids: Ids
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.trace

    final class Ids: Sendable { let all = Mutex<[String]>([]) }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
      get { metadata[key] }
      set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
      ids.all.withLock { $0.append(event.metadata?["id"].map { "\($0)" } ?? "") }
    }
  }

  @Test func `a receiver that fails again and again is logged once, and once when it delivers; its service lives until the shutdown`()
    async throws
  {
    let folder = NSTemporaryDirectory() + "intone-hook-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let store = InMemoryStore()
    let clock = Mutex(1_000.0)
    let attempts = Mutex(0)
    let dispatcher = try WebhookDispatcher(
      WebhookConfiguration(name: "ats", url: "http://localhost/"), stateDirectory: folder, store: store,
      clock: {
        clock.withLock {
          $0 += 1
          return $0
        }
      }
    ) { (_, _, _, _) throws(Fault) in
      let attempt = attempts.withLock {
        $0 += 1
        return $0
      }
      guard attempt > 3 else { throw Fault(.webhookUnreachable, "nobody") }
      return HTTPPost.Answer(status: 200, body: "")
    }
    _ = try store.append(StoreEvent(kind: .answerHeld, session: "s-1"), at: 1)
    let ids = Journal.Ids()
    let service = RepeatingService.webhook(dispatcher, post: HTTPPost(), logger: Logger(label: "test") { _ in Journal(ids: ids) })
    var state = LoggedFault()
    for _ in 0..<6 { _ = try service.step(&state) }
    #expect(attempts.withLock(\.self) == 4)
    #expect(ids.all.withLock(\.self) == ["webhook.failing", "webhook.delivering"])
    #expect(dispatcher.summary.delivered == 1)
    let group = group(service)
    async let ended: Void = group.run()
    try await Task.sleep(for: .milliseconds(20))
    await group.triggerGracefulShutdown()
    try await ended
  }

  @Test func `a scores copy that cannot be written is logged at each attempt, made when it can be, and its service lives on`() throws {
    let folder = NSTemporaryDirectory() + "intone-copy-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let store = try SQLiteStore(path: folder + "/intone.sqlite")
    // A file stands where the copy's directory belongs.
    let directory = folder + "/copy"
    try Data().write(to: URL(fileURLWithPath: directory))
    let ids = Journal.Ids()
    let service = RepeatingService.publication(
      Publication(of: store, at: directory + "/scores.sqlite"), anew: false, logger: Logger(label: "test") { _ in Journal(ids: ids) })
    var state = PublicationState(isAnew: true)
    for _ in 0..<2 {
      #expect(try service.step(&state) == .seconds(5))
      #expect(state.isAnew, "it is made from the beginning, whenever that may be")
    }
    #expect(ids.all.withLock(\.self) == ["scores.unpublished", "scores.unpublished"])
    try FileManager.default.removeItem(atPath: directory)
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    #expect(try service.step(&state) == .milliseconds(200))
    #expect(!state.isAnew && FileManager.default.fileExists(atPath: directory + "/scores.sqlite"))
  }

  private func first(of datagrams: Datagrams) async -> String? {
    for _ in 0..<2000 {
      if let message = datagrams.next() { return message }
      try? await Task.sleep(for: .milliseconds(5))
    }
    return nil
  }
}
