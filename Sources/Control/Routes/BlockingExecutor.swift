import Files
import Interview
import Logging
import NIOPosix
import Store

/// Where routes have their blocking work done (the store, the file system): on threads of its own, so that a slow disk
/// delays answers and nothing else.
struct BlockingExecutor: Sendable {
  let state: ControlState
  let threads: NIOThreadPool
  let logger: Logger

  /// Runs blocking work on the threads of requests, and waits without blocking; at most as many at once as there are threads.
  /// - Throws: what the work throws; an error of the pool when the daemon stops.
  func run<Value: Sendable>(_ work: @escaping @Sendable (ControlState) throws(Fault) -> Value) async throws -> Value {
    let state = state
    return try await threads.runIfActive { try work(state) }
  }

  /// Who a peer is to us.
  func caller(_ peer: Peer?) async throws -> Caller {
    // What is remembered needs no thread that may wait for a disk.
    if let peer, state.traffic.accounts.knows(peer.uid, now: state.clock()) { return state.caller(peer) }
    return try await run { $0.caller(peer) }
  }

  /// Writes an entry before what it tells of is done.
  /// - Throws: a fault of the store; nothing may be done then.
  func audit(_ entry: AuditEntry) async throws { try await run { state throws(Fault) in try state.audit(entry) } }

  /// Writes what has happened already: how an action ended that the log says was begun, or a denial. What cannot be written
  /// is told in the journal.
  func auditEnd(_ entry: AuditEntry) async {
    do { try await audit(entry) } catch {
      logger.error(
        "an entry is missing in the audit log",
        metadata: [
          "id": "audit.entry-lost", "actor": "\(entry.actor)", "action": "\(entry.action)", "outcome": "\(entry.outcome)",
          "detail": "\(error)",
        ])
    }
  }

  /// Counts a denial, and writes it unless its user has had many within the minute.
  func deny(_ caller: Caller, _ entry: AuditEntry) async {
    state.traffic.denied()
    guard case .write(let keptBack) = state.traffic.denials.judge(caller.uid, now: state.clock()) else { return }
    var entry = entry
    if keptBack > 0 { entry.detail = JSON(encoding: ["kept_back": keptBack]).text }
    await auditEnd(entry)
  }
}

extension ControlState {
  /// Who a peer is to us. May block.
  func caller(_ peer: Peer?) -> Caller {
    Caller(peer, peer.flatMap { traffic.accounts.account(of: $0, now: clock()) }, roles: settings.roles())
  }

  /// Adds an entry to the audit log at this moment. Blocks for one transaction.
  /// - Throws: `store.…`: then what was to be done is not done.
  func audit(_ entry: AuditEntry) throws(Fault) { _ = try store.audit(entry, at: clock(), digest: Files.hash) }
}
