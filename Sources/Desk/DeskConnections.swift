import Connections
import Hummingbird
import HummingbirdCore
import NIOCore
import Synchronization

/// Whose connections stand. Anybody on this machine can open one, and descriptors must not run out: a library ends the process
/// where they do. So there are some places, and where all are taken, the stranger's that has stood longest goes for the new one:
/// whoever was let in shows a cookie with the first request.
struct DeskSlots: Sendable {
  /// A browser opens six to a host. With as many of the daemon's connections (64 a user) and what the process has open at rest,
  /// this stays below 256 descriptors.
  static let count = 128

  /// In the order in which they came.
  private var strangers: [ObjectIdentifier] = []
  private var visitors: Set<ObjectIdentifier> = []

  /// What becomes of a new connection.
  enum Entry: Equatable {
    case free
    /// In the place of this one.
    case insteadOf(ObjectIdentifier)
    case none
  }

  /// What becomes of a connection that has just been accepted; linear in those that stand. Where it is `insteadOf` another, the caller
  /// closes that one.
  mutating func enter(_ one: ObjectIdentifier) -> Entry {
    guard strangers.count + visitors.count >= Self.count else {
      strangers.append(one)
      return .free
    }
    guard let oldest = strangers.first else { return .none }
    strangers.removeFirst()
    strangers.append(one)
    return .insteadOf(oldest)
  }

  /// It showed the cookie of somebody who was let in.
  mutating func know(_ one: ObjectIdentifier) {
    guard let index = strangers.firstIndex(of: one) else { return }
    strangers.remove(at: index)
    visitors.insert(one)
  }

  /// A connection has ended: its slot is free.
  mutating func leave(_ one: ObjectIdentifier) {
    visitors.remove(one)
    strangers.removeAll { $0 == one }
  }
}

/// Lets connections in, by their places.
final class DeskConnections: Sendable {
  private struct State {
    var slots = DeskSlots()
    var channels: [ObjectIdentifier: any Channel] = [:]
  }

  private let state = Mutex(State())

  /// The server's side of one connection: within the slots, with the limits of `GuardedChannel`.
  func channel(_ responder: @escaping HTTPChannelHandler.Responder) -> GuardedChannel {
    GuardedChannel(responder: responder, limits: RequestLimits()) { [self] channel in
      channel.eventLoop.makeSucceededFuture(enter(channel) ? .welcome : .turnedAway(nil))
    }
  }

  private func enter(_ channel: any Channel) -> Bool {
    let id = ObjectIdentifier(channel)
    let (entry, leaving) = state.withLock { state in
      let entry = state.slots.enter(id)
      if entry != .none { state.channels[id] = channel }
      if case .insteadOf(let oldest) = entry { return (entry, state.channels.removeValue(forKey: oldest)) }
      return (entry, nil)
    }
    leaving?.close(promise: nil)
    guard entry != .none else { return false }
    channel.closeFuture.whenComplete { [self] _ in
      state.withLock { state in
        state.slots.leave(id)
        state.channels[id] = nil
      }
    }
    return true
  }

  /// Takes a connection for one of a visitor who was let in: it is not closed for a new one. Any thread.
  func know(_ channel: any Channel) { state.withLock { $0.slots.know(ObjectIdentifier(channel)) } }
}

/// A request's context that remembers the connection it came by.
public struct DeskContext: RequestContext {
  public var coreContext: CoreRequestContextStorage
  let channel: any Channel

  public init(source: ApplicationRequestContextSource) {
    coreContext = .init(source: source)
    channel = source.channel
  }
}
