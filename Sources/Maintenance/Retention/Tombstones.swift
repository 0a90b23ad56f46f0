import Files
import Foundation
import Inbox
import Interview
import Store
import Synchronization

/// What was forgotten and must not come again: hashes of sessions, candidates and recordings, one a line in a file that is only
/// appended to. The names themselves are nowhere in it. A candidate is known again as people compare names (`FoldedName`).
///
/// Several instances may share the file: what one adds, the others find when they look next. Where several machines share a store, the
/// list is there too, and each keeps what it has seen of it in its file.
public final class Tombstones: Sendable {
  public enum Kind: String, Sendable { case session, candidate, recording }

  private struct Known {
    var entries: Set<String> = []
    /// Bytes of the file that are in `entries`.
    var size = 0
  }

  /// What was seen of the list in the store.
  private struct Seen {
    var number = 0
    var at: ContinuousClock.Instant?
  }

  private let file: StateFile
  private let shared: (any SharedTombstones)?
  private let seen = Mutex(Seen())
  /// How long what was seen in the store holds: whatever is recorded meanwhile is refused there.
  private static let validity = Duration.seconds(1)
  /// Entries came from another machine since this was last asked.
  private let hasNews = Atomic<Bool>(false)
  private let known = Mutex(Known())

  /// - Throws: `forget.list-unusable`.
  public init(path: String, shared: (any SharedTombstones)? = nil) throws(Fault) {
    file = StateFile(path: path)
    self.shared = shared
    try updateFile()
  }

  /// Whether another machine has forgotten something since this was last asked: then it is to go here too.
  func takeNews() throws(Fault) -> Bool {
    // A moment ago is not now: what is waiting to be erased has waited long enough.
    try update(isFresh: true)
    return hasNews.exchange(false, ordering: .relaxed)
  }

  /// - Throws: `forget.list-unusable`: without the list nothing can be said to be welcome.
  public func holds(_ kind: Kind, _ name: String) throws(Fault) -> Bool {
    try update()
    return known.withLock { known in
      !known.entries.isEmpty && Self.spellings(kind, name).contains { known.entries.contains(Self.entry(kind, $0)) }
    }
  }

  /// Whether nothing was ever forgotten.
  public func isEmpty() throws(Fault) -> Bool {
    try update()
    return known.withLock { $0.entries.isEmpty }
  }

  /// As it is written, which is all that older lists have, and as it is compared.
  private static func spellings(_ kind: Kind, _ name: String) -> [String] {
    switch kind {
    case .candidate:
      let folded = FoldedName.of(name)
      // Texts are equal though their bytes are not, and it is bytes that are hashed.
      return folded.utf8.elementsEqual(name.utf8) ? [name] : [name, folded]
    case .session, .recording: return [name]
    }
  }

  public func holds(recording: ContentHash) throws(Fault) -> Bool { try holds(.recording, recording.hex) }

  /// Durable when it returns.
  public func add(_ entries: [(kind: Kind, name: String)]) throws(Fault) {
    try update()
    let spelled = entries.flatMap { entry in Self.spellings(entry.kind, entry.name).map { Self.entry(entry.kind, $0) } }
    let new = known.withLock { known in Set(spelled).subtracting(known.entries) }
    guard !new.isEmpty else { return }
    try shared?.add(tombstones: new.sorted())
    try append(new)
  }

  private func append(_ new: Set<String>) throws(Fault) {
    // A line that a crash cut short is ended first: it is no entry, and its call is repeated.
    try reported { () throws(Fault) in try file.append(Array(("\n" + new.sorted().joined(separator: "\n") + "\n").utf8)) }
    try updateFile()
  }

  /// - Parameter isFresh: whether what was seen of the store's list a moment ago will not do.
  private func update(isFresh: Bool = false) throws(Fault) {
    try updateFile()
    guard let shared, isFresh || seen.withLock({ $0.at.map { ContinuousClock.now - $0 > Self.validity } ?? true }) else { return }
    let page = try shared.tombstones(after: seen.withLock { $0.number })
    let new = known.withLock { Set(page.map(\.entry)).subtracting($0.entries) }
    if !new.isEmpty {
      try append(new)
      hasNews.store(true, ordering: .relaxed)
    }
    seen.withLock { $0 = Seen(number: max($0.number, page.last?.number ?? 0), at: .now) }
  }

  private func updateFile() throws(Fault) {
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
    cause: Bilingual(zh: "无法读写已删除名单", en: "the list of erased candidates and sessions cannot be read or written"),
    action: Bilingual(zh: "检查状态目录的权限与磁盘。", en: "Check the state directory's permissions and disk."))
  public static let forgetBusy = FaultCode(
    "forget.busy", retry: .later, cause: Bilingual(zh: "该候选人的回答正在处理", en: "an answer of this candidate is being processed"),
    action: Bilingual(
      zh: "稍后会自动删除，也可再执行一次；新文件已不再接收。",
      en: "Wait a moment: it is erased automatically, or run the command again. New files of this candidate are not accepted meanwhile."))
  public static let forgetUnknown = FaultCode(
    "forget.unknown",
    cause: Bilingual(zh: "从未有过这个编号，没有可删除的内容", en: "no candidate or session has this id; there is nothing to erase"),
    action: Bilingual(
      zh: "核对编号的写法（见 intone show）；若要提前拒收此人今后的文件，加 --in-advance。",
      en: "Check its spelling (see intone show); to refuse a candidate's future files, add --in-advance."))
  public static let forgetLogHeld = FaultCode(
    "forget.log-held", retry: .later,
    cause: Bilingual(
      zh: "已删除的内容还留在数据库日志（WAL）中，有程序一直在读",
      en: "erased data is still in the database's log (WAL), because a program has kept the database open for a long time"),
    action: Bilingual(
      zh: "请结束长时间打开数据库的程序（用 fuser 查看）；之后几秒内会自动清空。",
      en: "End the program that keeps the database open (fuser names it); the log is then emptied automatically within seconds."))
  public static let recordingForgotten = FaultCode(
    "recording.forgotten",
    cause: Bilingual(
      zh: "该录音属于已应要求删除的候选人，现以另一场次送来",
      en: "the recording belongs to a candidate whose data was erased on request, and was delivered under another session"),
    action: Bilingual(
      zh: "请核对是谁的录音；副本会按保留期删除，也可立即用 intone forget --session 删除。",
      en: "Check whose recording it is; the copy is erased when its retention period ends, or at once with intone forget --session."))

  public static let keepingCodes: [FaultCode] = [
    .forgetListUnusable, .forgetBusy, .forgetUnknown, .forgetLogHeld, .recordingForgotten, .retentionClockUnkept, .retentionClockJumped,
  ]
}

/// A name as people compare names, for the list of who is forgotten: without regard to case, to blanks around it, to
/// full-width digits and letters and other forms of one character (Unicode compatibility, UAX 15 NFKC), to the kind of dash, and
/// to characters that nobody sees.
package enum FoldedName {
  package static func of(_ name: String) -> String {
    let seen = name.unicodeScalars.filter { scalar in
      let properties = scalar.properties
      return !properties.isDefaultIgnorableCodePoint && (properties.generalCategory != .control || properties.isWhitespace)
        && properties.generalCategory != .format
    }
    // Upper case first: `ß` and `SS` meet there. Folding may undo the normal form, so it is made once more.
    let plain = String(String.UnicodeScalarView(seen)).precomposedStringWithCompatibilityMapping
      .uppercased().lowercased().precomposedStringWithCompatibilityMapping
    let dashed = plain.unicodeScalars.map { $0.properties.generalCategory == .dashPunctuation || $0 == "\u{2212}" ? "-" : $0 }
    return String(String.UnicodeScalarView(dashed)).split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}
