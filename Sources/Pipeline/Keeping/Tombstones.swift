import Inbox
import Interview
import Synchronization

/// What was forgotten and must not come again: hashes of sessions, candidates and recordings, one a line in a file that is only
/// appended to. The names themselves are nowhere in it.
///
/// Several instances may share the file: what one adds, the others find when they look next.
public final class Tombstones: Sendable {
  public enum Kind: String, Sendable { case session, candidate, recording }

  private struct Known {
    var entries: Set<String> = []
    /// Bytes of the file that are in `entries`.
    var size = 0
  }

  private let file: StateFile
  private let known = Mutex(Known())

  /// - Throws: `forget.list-unusable`.
  public init(path: String) throws(Fault) {
    file = StateFile(path: path)
    try update()
  }

  /// - Throws: `forget.list-unusable`: without the list nothing can be said to be welcome.
  public func holds(_ kind: Kind, _ name: String) throws(Fault) -> Bool {
    try update()
    return known.withLock { !$0.entries.isEmpty && $0.entries.contains(Self.entry(kind, name)) }
  }

  public func holds(recording: ContentHash) throws(Fault) -> Bool { try holds(.recording, recording.hex) }

  /// Durable when it returns.
  public func add(_ entries: [(kind: Kind, name: String)]) throws(Fault) {
    try update()
    let new = known.withLock { known in Set(entries.map { Self.entry($0.kind, $0.name) }).subtracting(known.entries) }
    guard !new.isEmpty else { return }
    // A line that a crash cut short is ended first: it is no entry, and its call is repeated.
    try reported { () throws(Fault) in try file.append(Array(("\n" + new.sorted().joined(separator: "\n") + "\n").utf8)) }
    try update()
  }

  private func update() throws(Fault) {
    try reported { () throws(Fault) in
      let size = try file.size()
      guard known.withLock({ $0.size != size }) else { return }
      let bytes = try file.read() ?? []
      let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
      known.withLock { $0 = Known(entries: Set(lines), size: bytes.count) }
    }
  }

  private func reported(_ body: () throws(Fault) -> Void) throws(Fault) {
    do { try body() } catch { throw Fault(.forgetListUnusable, error.detail) }
  }

  private static func entry(_ kind: Kind, _ name: String) -> String {
    "\(kind.rawValue) \(Files.hash(Array("intone/\(kind.rawValue)/\(name)".utf8)).hex)"
  }
}

extension FaultCode {
  public static let forgetListUnusable = FaultCode(
    "forget.list-unusable", retry: .later,
    cause: Bilingual(zh: "无法读写已删除名单", en: "the list of what was forgotten cannot be read or written"),
    action: Bilingual(zh: "检查状态目录的权限与磁盘。", en: "Check the state directory's permissions and disk."))
  public static let forgetBusy = FaultCode(
    "forget.busy", retry: .later, cause: Bilingual(zh: "该候选人的回答正在处理", en: "an answer of this candidate is in work"),
    action: Bilingual(zh: "稍后再执行一次；新文件已不再接收。", en: "Do it again in a moment; nothing new of them is taken meanwhile."))
  public static let sessionForgotten = FaultCode(
    "session.forgotten", cause: Bilingual(zh: "该候选人的数据已应要求删除", en: "this candidate's data were erased on request"),
    action: Bilingual(
      zh: "请勿再次投递；隔离区中的副本会按保留期删除，也可立即用 intone forget 删除。",
      en: "Do not deliver it again; the copy in the quarantine goes with the retention period, or at once with intone forget."))

  public static let keepingCodes: [FaultCode] = [
    .forgetListUnusable, .forgetBusy, .sessionForgotten, .retentionClockUnkept, .retentionClockJumped,
  ]
}
