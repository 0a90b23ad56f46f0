import Assessment
import Files
import Inbox
import Interview
import Seal
import Settings
import Store
import Synchronization

/// Delivers the change feed to one receiver, in order, each event at least once: what was delivered is kept on the disk after
/// the receiver said yes, so that a crash in between repeats that one delivery under the same idempotency key.
///
/// A receiver that cannot be reached or is busy (no answer, 408, 425, 429, 5xx) is tried again with growing pauses until the
/// event is older than `giveUpAfter`; one that refuses a delivery (any other status) is tried twice more. Then it is a dead letter.
/// Not for two threads at once but for `summary` and `sendAgain`.
public final class WebhookDispatcher: Sendable {
  /// Sends a body to an address with headers, within seconds.
  public typealias Send =
    @Sendable (_ body: String, _ url: String, _ headers: [String], _ hook: WebhookConfiguration) throws(Fault) ->
    HTTPPost.Answer

  /// Pauses after the first, second … failure in a row, in seconds; the last one stays.
  static let pauses: [Double] = [1, 2, 5, 10, 30, 60, 120, 300]
  /// How often a refused delivery is sent in all.
  static let refusedTries = 3
  /// How long to wait where the feed has nothing new.
  static let pollInterval = 0.5

  public let hook: WebhookConfiguration
  private let file: StateFile
  private let store: any ScoreStore
  private let clock: @Sendable () -> Double
  private let send: Send
  private let shared: Mutex<Shared>

  /// Nil where there is one daemon: then the file is all there is.
  private let duties: (any SharedDuties)?
  private let node: String
  /// Of a lease, in seconds; it is renewed when half of it is over. Another takes over so long after a daemon died.
  static let lease = 30.0
  /// How often who does not have the duty looks whether it is free.
  static let standby = 5.0

  private struct Shared: Sendable {
    var state: WebhookState
    /// Until when the duty is this daemon's, by the clock, less what is kept for renewing it; 0 where another has it.
    var holdsUntil = 0.0
    /// Of the delivery in work.
    var attempts = 0
    /// In a row, over deliveries.
    var failures = 0
    var fault: Fault?
    var lastSuccess: Double?
  }

  /// Begins where it left off; a receiver that is new begins with what happens from now on.
  ///
  /// - Parameter stateDirectory: the daemon's; progress is in `webhooks/<name>.json` below it.
  /// - Throws: `webhook.state-unwritable`; `state.foreign` where somebody else may have written it; a fault of the store.
  public init(
    _ hook: WebhookConfiguration, stateDirectory: String, store: any ScoreStore, duties: (any SharedDuties)? = nil, node: String = "",
    clock: @escaping @Sendable () -> Double, send: @escaping Send
  ) throws(Fault) {
    self.hook = hook
    self.store = store
    (self.duties, self.node) = (duties, node)
    self.clock = clock
    self.send = send
    file = StateFile(path: "\(stateDirectory)/webhooks/\(hook.name).json", ownFolder: true)
    var state = try WebhookState(of: file)
    if state == nil, duties == nil {
      let begun = WebhookState(cursor: try store.counts().events)
      try begun.write(to: file)
      state = begun
    }
    shared = Mutex(Shared(state: state ?? WebhookState(cursor: duties == nil ? 0 : -1)))
  }

  /// Does the next delivery, if there is one.
  ///
  /// - Returns: seconds to wait before the next call.
  public func step() -> Double {
    do throws(Fault) {
      guard try holdsDuty() else { return Self.standby }
      guard let (event, isAgain) = try next() else { return Self.pollInterval }
      return try deliver(event, isAgain: isAgain)
    } catch {
      return failed(error)
    }
  }

  /// Takes the duty, or keeps it; who takes it goes on where the other was.
  private func holdsDuty() throws(Fault) -> Bool {
    guard let duties else { return true }
    let now = clock()
    let (until, own) = shared.withLock { ($0.holdsUntil, $0.state) }
    if now < until { return true }
    guard let held = try duties.take(duty, as: node, for: Self.lease) else {
      shared.withLock { $0.holdsUntil = 0 }
      return false
    }
    if until == 0 || now > until + Self.lease / 2 {
      // A receiver that is new begins with what happens from now on; one that a daemon of before a fleet knew, where its file is.
      let fresh =
        if let text = held.state { try WebhookState(text: text) } else if own.cursor >= 0 { own } else {
          WebhookState(cursor: try store.counts().events)
        }
      shared.withLock { $0.state = fresh }
      try change { _ in }
    }
    shared.withLock { $0.holdsUntil = now + Self.lease / 2 }
    return true
  }

  private var duty: String { "webhook " + hook.name }

  /// The next event that this receiver is to get. Those of other kinds are passed by in one go.
  private func next() throws(Fault) -> (event: FeedEvent, isAgain: Bool)? {
    let state = shared.withLock(\.state)
    if let cursor = state.again.first {
      if let event = try store.events(after: cursor - 1, limit: 1).first, event.cursor == cursor { return (event, true) }
      try change { $0.again.removeFirst() }
      return nil
    }
    let page = try store.events(after: state.cursor, limit: 200)
    guard let event = page.first(where: { hook.events.isEmpty || hook.events.contains($0.kind) }) else {
      if let last = page.last?.cursor { try change { $0.cursor = last } }
      return nil
    }
    return (event, false)
  }

  private func deliver(_ event: FeedEvent, isAgain: Bool) throws(Fault) -> Double {
    let attempts = shared.withLock { shared in
      shared.attempts += 1
      return shared.attempts
    }
    let now = clock()
    do throws(Fault) {
      try post(event, at: now)
    } catch {
      let isRefused = error.code == .webhookRefused
      guard isAgain || (isRefused ? attempts >= Self.refusedTries : now - event.time > hook.giveUpAfter) else { throw error }
      let letter = WebhookState.DeadLetter(
        cursor: event.cursor, kind: event.kind, time: now, attempts: attempts, code: error.code.code, detail: error.detail)
      try change { state in
        state.failures += 1
        state.addDeadLetter(letter)
        if isAgain { state.again.removeFirst() } else { state.cursor = event.cursor }
      }
      shared.withLock { shared in
        shared.attempts = 0
        shared.fault = error
        shared.failures += 1
      }
      return isRefused ? 0 : pause()
    }
    try change { state in
      state.delivered += 1
      state.dead.removeAll { $0.cursor == event.cursor }
      if isAgain { state.again.removeFirst() } else { state.cursor = event.cursor }
    }
    shared.withLock { shared in
      shared.attempts = 0
      shared.failures = 0
      shared.fault = nil
      shared.lastSuccess = now
    }
    return 0
  }

  private func failed(_ fault: Fault) -> Double {
    shared.withLock { shared in
      shared.failures += 1
      shared.state.failures += 1
      shared.fault = fault
    }
    return pause()
  }

  private func pause() -> Double {
    let failures = shared.withLock(\.failures)
    return Self.pauses[min(max(failures, 1), Self.pauses.count) - 1]
  }

  /// Keeps a change on the disk, then in memory.
  private func change(_ body: (inout WebhookState) -> Void) throws(Fault) {
    let fault = shared.withLock { shared -> Fault? in
      var fresh = shared.state
      body(&fresh)
      do throws(Fault) {
        try duties?.keep(fresh.text(), of: duty, as: node)
        try fresh.write(to: file)
      } catch { return error }
      shared.state = fresh
      return nil
    }
    if let fault { throw fault }
  }
}

// MARK: - What others see and ask

extension WebhookDispatcher {
  public var summary: WebhookSummary {
    shared.withLock {
      WebhookSummary(hook.name, $0.state, failuresInARow: $0.failures, fault: $0.fault, lastSuccess: $0.lastSuccess)
    }
  }

  /// Has dead letters sent once more, ahead of what is new.
  ///
  /// - Parameter cursor: of one of them; nil for all.
  /// - Returns: how many.
  /// - Throws: `webhook.unknown` where that one is no dead letter; `webhook.state-unwritable`.
  public func sendAgain(_ cursor: Int?) throws(Fault) -> Int {
    let wanted = summary.dead.map(\.cursor).filter { cursor == nil || $0 == cursor }
    if let cursor, wanted.isEmpty { throw Fault(.webhookUnknown, "\(hook.name), \(cursor)") }
    try change { state in state.again += wanted.filter { !state.again.contains($0) } }
    return wanted.count
  }
}

// MARK: - One delivery

extension WebhookDispatcher {
  /// - Throws: `webhook.unreachable`, `webhook.busy`, `webhook.refused`.
  private func post(_ event: FeedEvent, at now: Double) throws(Fault) {
    let body = WebhookMessage.body(event, for: hook)
    var headers = [
      "Content-Type: application/json; charset=utf-8", "User-Agent: intoned/\(Engine.version)", "Expect:",
      "Idempotency-Key: \(hook.name)-\(event.cursor)", "X-Intone-Event: \(event.kind)", "X-Intone-Cursor: \(event.cursor)",
    ]
    if let file = hook.secretFile {
      let time = Int(now)
      let key = try Self.secret(file)
      let signed = Array("\(time).\(body)".utf8)
      headers += ["X-Intone-Timestamp: \(time)", "X-Intone-Signature: v1=" + Signature.hex(of: signed, key: key)]
    }
    var address = hook.url
    if let file = hook.urlFile { address = String(decoding: try Self.secret(file), as: UTF8.self) }
    guard let address, address.hasPrefix("https://") || address.hasPrefix("http://") else {
      throw Fault(.webhookUnreachable, "\(hook.urlFile ?? hook.name): no address that begins with https:// or http://")
    }
    if let file = hook.authorities, !Files.isOwn(path: file) { throw Fault(.webhookUnreachable, "\(file): \(FaultCode.stateForeign.code)") }
    let answer = try send(body, address, headers, hook)
    if [408, 425, 429].contains(answer.status) || answer.status >= 500 { throw Fault(.webhookBusy, "HTTP \(answer.status)") }
    guard (200..<300).contains(answer.status) else { throw Fault(.webhookRefused, "HTTP \(answer.status)") }
    // A robot says 200 to all, and what it thinks of it in the body.
    if hook.template == .wecom, let code = RobotAnswer.code(answer.body), code != 0 {
      // 45009: more messages than are allowed in a minute; -1: it is busy (WeCom, 全局错误码).
      throw Fault([45_009, -1].contains(code) ? .webhookBusy : .webhookRefused, "errcode \(code)")
    }
  }

  /// Read anew each time: a key that is changed needs no restart. One that somebody else may have written signs nothing: he could
  /// sign in the daemon's name.
  private static func secret(_ path: String) throws(Fault) -> [UInt8] {
    var bytes: [UInt8]
    do throws(Fault) { bytes = try Files.read(path: path, limit: 1 << 16, own: true) } catch {
      throw Fault(.webhookUnreachable, "\(path): \(error.code.code)")
    }
    while let last = bytes.last, last == 0x0A || last == 0x0D || last == 0x20 { bytes.removeLast() }
    guard !bytes.isEmpty else { throw Fault(.webhookUnreachable, "\(path) is empty") }
    return bytes
  }
}
