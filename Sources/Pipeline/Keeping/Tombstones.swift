import FoundationEssentials
import Interview
import Synchronization

/// What was forgotten and must not come again: hashes of sessions, candidates and recordings, one a line in a file that is only
/// appended to. The names themselves are nowhere in it.
public final class Tombstones: Sendable {
  public enum Kind: String, Sendable { case session, candidate, recording }

  private let path: String
  private let known: Mutex<Set<String>>

  /// - Throws: `forget.list-unusable`.
  public init(path: String) throws(Fault) {
    self.path = path
    guard FileManager.default.fileExists(atPath: path) else {
      known = Mutex([])
      return
    }
    do {
      let text = String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
      // A line that a crash cut short is no entry, and its call is repeated.
      known = Mutex(Set(text.split(separator: "\n").map(String.init)))
    } catch {
      throw Fault(.forgetListUnusable, "\(path): \(error)")
    }
  }

  public func holds(_ kind: Kind, _ name: String) -> Bool {
    known.withLock { !$0.isEmpty && $0.contains(Self.entry(kind, name)) }
  }

  public func holds(recording: ContentHash) -> Bool { holds(.recording, recording.hex) }

  /// Durable when it returns.
  public func add(_ entries: [(kind: Kind, name: String)]) throws(Fault) {
    let fault = known.withLock { known -> Fault? in
      let all = known.union(entries.map { Self.entry($0.kind, $0.name) })
      guard all.count > known.count else { return nil }
      do {
        try Data((all.sorted().joined(separator: "\n") + "\n").utf8).write(to: URL(filePath: path), options: .atomic)
      } catch {
        return Fault(.forgetListUnusable, "\(path): \(error)")
      }
      known = all
      return nil
    }
    if let fault { throw fault }
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

  public static let keepingCodes: [FaultCode] = [.forgetListUnusable, .forgetBusy, .sessionForgotten]
}
