import FoundationEssentials
import Interview

/// How far the audit log was at one moment: what a signed note says, and an old copy can be held against.
///
/// ```
/// intone-audit
/// 1284
/// <base64 of the last link's hash>
/// time 2026-11-26T04:30:00.000Z
/// ```
/// The first three lines are those of a checkpoint as C2SP describes it (https://c2sp.org/tlog-checkpoint); the third is the head of a
/// chain, not of a tree.
public struct AuditCheckpoint: Sendable, Equatable {
  public static let origin = "intone-audit"

  /// Of the last link; 0 where the log is empty.
  public var number: Int
  public var head: ContentHash
  /// Seconds since 1970 UTC.
  public var time: Double

  /// - Throws: `audit.broken` where the log does not hold together: such a log is not signed.
  public init(of store: any ScoreStore, digest: AuditLink.Digest, at time: Double) throws(Fault) {
    var last: AuditLink?
    switch try store.verifyAudit(digest: digest, each: { last = $0 }) {
    case .broken(let number): throw Fault(.auditBroken, "\(number)")
    case .intact(_, let head): (self.head, number, self.time) = (head, last?.number ?? 0, time)
    }
  }

  /// - Throws: `audit.checkpoint-invalid`.
  public init(text: String) throws(Fault) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.count >= 4, lines[0] == Self.origin, let number = Int(lines[1]), number >= 0,
      let hash = Data(base64Encoded: String(lines[2])),
      hash.count == 32, lines[3].hasPrefix("time "), let time = UTC.seconds(String(lines[3].dropFirst(5)))
    else { throw Fault(.auditCheckpointInvalid) }
    head = ContentHash(bytes: hash)
    (self.number, self.time) = (number, time)
  }

  /// What is signed: lines, each with its line feed.
  public var text: String {
    "\(Self.origin)\n\(number)\n\(Data(head.bytes).base64EncodedString())\ntime \(UTC.text(time))\n"
  }

  /// How a log of today stands to this checkpoint.
  public enum Comparison: String, Sendable, Codable {
    /// It goes on from it.
    case same
    /// Another entry stands where the last one stood.
    case rewritten
    /// It ends before it.
    case cut
    /// Its beginning, up to it, went by the retention of the audit log.
    case retained
  }

  /// - Parameters:
  ///   - number: of the first link of the log that is not before this one; nil where there is none.
  ///   - hash: that link's.
  public func comparison(number: Int?, hash: ContentHash?) -> Comparison {
    guard self.number > 0 else { return .same }
    guard let number else { return .cut }
    guard number == self.number else { return .retained }
    return hash == head ? .same : .rewritten
  }
}

extension FaultCode {
  public static let auditBroken = FaultCode(
    "audit.broken", cause: Bilingual(zh: "审计日志被改动过", en: "the audit log was changed"),
    action: Bilingual(
      zh: "用 intone audit verify 查明位置；与此前的备份对照。", en: "Find where with intone audit verify; compare it with an earlier backup."))
  public static let auditCheckpointInvalid = FaultCode(
    "audit.checkpoint-invalid", cause: Bilingual(zh: "这不是审计日志的检查点", en: "this is not a checkpoint of an audit log"),
    action: Bilingual(zh: "请用 intone audit checkpoint 原样保存的文件。", en: "Use the file exactly as intone audit checkpoint printed it."))
}
