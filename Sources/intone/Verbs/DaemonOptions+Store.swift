import Documents
import FoundationEssentials
import Interview
import Queries
import SQLiteStore
import Store

/// Where a reading verb gets its answer: the daemon, or the store itself when the daemon is down or a store was named.
extension DaemonOptions {
  /// The document that both make, without a line feed at its end.
  func document(_ target: String, orFromStore make: (any WholeStore) throws -> String) throws -> String {
    var made: String?
    var failure: (any Error)?
    let body = try read(target, timeout: 300) { store throws(Fault) in
      do { made = try make(store) } catch { failure = error }
      return ""
    } decode: { body throws(Fault) in
      body.withoutLastNewline
    }
    if let failure { throw failure }
    return made ?? body
  }

  /// - Throws: a fault of the store when neither answers.
  func read<Value>(
    _ target: String, timeout: Int = 30, orFromStore: (any WholeStore) throws(Fault) -> Value, decode: (String) throws(Fault) -> Value
  )
    throws(Fault) -> Value
  {
    // Who names a store wants that one, whatever the daemon holds.
    if namedStore != nil { return try orFromStore(openStore(reading: store)) }
    let body: String
    do throws(Fault) {
      body = try ask("GET", target, timeout: timeout)
    } catch  where error.code == .daemonUnreachable {
      guard mayHoldStore(store) else { throw error }
      StandardError.print(lang == .zh ? "（守护进程未运行，直接读库 \(store)）" : "(the daemon is down; reading the store \(store) itself)")
      return try orFromStore(openStore(reading: store))
    }
    return try decode(body)
  }

  /// As `read`, of what lies in the state directory; that is where the store is, unless it was named.
  func readFiles(_ target: String, orFrom read: (_ stateDirectory: String) throws(Fault) -> String) throws(Fault) -> String {
    do throws(Fault) {
      return try ask("GET", target)
    } catch  where error.code == .daemonUnreachable {
      let state = stateBesideStore
      guard FileManager.default.fileExists(atPath: state) else { throw error }
      StandardError.print(lang == .zh ? "（守护进程未运行，直接读 \(state)）" : "(the daemon is down; reading \(state) itself)")
      return try read(state)
    }
  }

  /// The lines of a log after a number.
  func readLines(_ target: String, timeout: Int = 30, orFromStore read: (any WholeStore) throws(Fault) -> [JSON]) throws(Fault) -> String {
    try self.read(target, timeout: timeout) { store throws(Fault) in
      try read(store).map { $0.text + "\n" }.joined()
    } decode: { body throws(Fault) in
      body
    }
  }

  /// An answer's document as it is sent: the daemon's, or the store's where no daemon runs.
  func answer(_ id: String) throws -> String {
    try read("/v1/answers/" + PercentText.encoded(id)) { store throws(Fault) in
      guard let reading = try AnswerReading(store.spelled(id), in: store, baselines: BaselineFiles(in: store)) else {
        throw Fault(.nothingStored, id)
      }
      return reading.document.json.text
    } decode: { body throws(Fault) in
      body
    }
  }
}

extension FaultCode {
  static let nothingStored = FaultCode(
    "store.no-such-id", cause: Bilingual(zh: "库中没有这一项", en: "the store has no such session or answer"),
    action: Bilingual(zh: "用 intone show 查看有哪些场次。", en: "intone show lists the sessions."))
}
