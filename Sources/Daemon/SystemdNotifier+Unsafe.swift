import Glibc
import Logging
import ServiceLifecycle

/// Tells systemd how the daemon is: one datagram a message (sd_notify(3)).
///
/// The watchdog is fed only while the line moves or has nothing to do: a worker stuck on one claim for longer than
/// `claimTimeout` stops the feeding, and systemd restarts the daemon.
///
/// Unsafe: `sendto` reads the message and the address; both outlive the call, with the lengths given.
struct SystemdNotifier: Service {
  /// `NOTIFY_SOCKET`; nil outside systemd.
  let socketPath: String?
  /// Seconds between the pings systemd asks for; nil when it asks for none.
  let watchdog: Double?
  /// The age of the oldest claim that is being worked on, in seconds.
  let oldestClaim: @Sendable () -> Double
  let status: @Sendable () -> String
  /// Seconds that one claim may take; a recording of three hours takes some ten.
  var claimTimeout = 600.0

  func run() async throws {
    send("READY=1\nSTATUS=\(status())")
    while !Task.isShuttingDownGracefully {
      try await sleepUnlessShutdown(for: .seconds(watchdog.map { $0 / 2 } ?? 10))
      if oldestClaim() < claimTimeout { send("WATCHDOG=1\nSTATUS=\(status())") }
    }
    send("STOPPING=1")
  }

  func send(_ message: String) {
    guard let socketPath, !socketPath.isEmpty else { return }
    let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    var path = Array(socketPath.utf8)
    // A name that begins with @ is abstract: its first byte is zero.
    if path.first == UInt8(ascii: "@") { path[0] = 0 }
    guard path.count < 108 else { return }
    unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: path) }
    let length = socklen_t(MemoryLayout<sa_family_t>.size + path.count)
    let bytes = Array(message.utf8)
    unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
        _ = unsafe sendto(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL), generic, length)
      }
    }
  }
}
