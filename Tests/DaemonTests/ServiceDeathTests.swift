import Foundation
import Glibc
import Inbox
import Logging
import NIOPosix
import Pipeline
import RoleModels
import ServiceLifecycle
import Store
import Synchronization
import Testing

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

  private func first(of datagrams: Datagrams) async -> String? {
    for _ in 0..<2000 {
      if let message = datagrams.next() { return message }
      try? await Task.sleep(for: .milliseconds(5))
    }
    return nil
  }
}
