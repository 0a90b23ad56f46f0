import Assessment
import Files
import HTTPTypes
import Hummingbird
import Inbox
import Interview
import NIOCore
import Pipeline
import Store
import Synchronization

/// An answer's recording, to be heard: as it is where browsers play its container, else decoded, within the limits of every
/// decoding, to WAV.
struct RecordingRoutes: Sendable {
  /// Bytes of one response; a longer range is answered in part, as RFC 9110 allows, and asked for again.
  private static let longestPart = 4 << 20
  /// Seconds that are decoded for one response: 30 minutes of WAV are 58 MB.
  private static let longestDecoded = 1800.0

  let executor: BlockingExecutor

  func add(to group: RouterGroup<PeerContext>) {
    group.get("answers/:id/recording") { request, context in
      let id = try await executor.id(context)
      let query = try request.query()
      let span = try Self.span(query["from"], query["to"])
      let range = request.headers[.range]
      let caller = context.caller
      let sound = try await executor.run { state throws(Fault) in
        let (path, answer) = try Self.recording(id, state)
        let isNew = state.traffic.hearings.begin(caller?.name ?? "", id, now: state.clock())
        // What the archive holds must be what was scored; looked at once a hearing, since it takes a read of the whole.
        if isNew, try Files.hashed(path: path).hash != answer.record.recordingHash { throw Fault(.archiveAltered, id) }
        let sound = try Self.sound(path, span, range, state)
        if isNew {
          let detail = span.map { JSON.object(["from": .number($0.lowerBound), "to": .number($0.upperBound)]).text } ?? ""
          try state.audit(AuditEntry(actor: caller?.name ?? "", action: "hear", subject: id, outcome: "done", detail: detail))
        }
        return sound
      }
      return sound.response
    }
  }

  private static func span(_ from: String?, _ to: String?) throws(Fault) -> Range<Double>? {
    if from == nil, to == nil { return nil }
    guard let from = Double(from ?? "0"), let to = to.flatMap(Double.init), from >= 0, to > from, to - from <= longestDecoded else {
      throw Fault(.controlBadRequest, "from, to: seconds, 0 ≤ from < to ≤ from + \(Int(longestDecoded))")
    }
    return from..<to
  }

  private static func recording(_ id: String, _ state: ControlState) throws(Fault) -> (path: String, answer: StoredAnswer) {
    guard let answer = try state.store.current(id) else { throw Fault(.controlNotFound, id) }
    let archived = state.inbox.archivedAnswers(ofSession: answer.record.key.session)
    guard let path = archived.first(where: { $0.key == answer.record.key })?.recording else { throw Fault(.recordingNotKept, id) }
    return (path, answer)
  }

  private static func sound(_ path: String, _ span: Range<Double>?, _ range: String?, _ state: ControlState) throws(Fault) -> Sound {
    let head = try Files.part(of: path, from: 0, count: 64)
    guard span == nil, let type = mediaType(head.bytes) else {
      let wave = try state.processor.analyzer.wave(ofRecordingAt: path, in: span, longest: longestDecoded)
      return Sound(type: "audio/wav", bytes: wave, total: wave.count, range: nil)
    }
    guard let range else {
      guard head.total > longestPart else {
        return Sound(type: type, bytes: try Files.part(of: path, from: 0, count: head.total).bytes, total: head.total, range: nil)
      }
      return try part(of: path, 0..<longestPart, type, head.total)
    }
    guard let wanted = ByteRange.parse(range, of: head.total) else { return Sound(type: type, bytes: [], total: head.total, range: 0..<0) }
    return try part(of: path, wanted.lowerBound..<min(wanted.upperBound, wanted.lowerBound + longestPart), type, head.total)
  }

  private static func part(of path: String, _ range: Range<Int>, _ type: String, _ total: Int) throws(Fault) -> Sound {
    let bytes = try Files.part(of: path, from: range.lowerBound, count: range.count).bytes
    return Sound(type: type, bytes: bytes, total: total, range: range.lowerBound..<range.lowerBound + bytes.count)
  }

  static let mediaTypes = ["audio/wav", "audio/flac", "audio/ogg", "audio/mpeg", "audio/mp4", "audio/webm"]

  /// Which of them it is, told by the first bytes: what every current browser plays; nil for the rest.
  static func mediaType(_ head: [UInt8]) -> String? {
    let text = { (place: Int) in String(decoding: head.dropFirst(place).prefix(4), as: UTF8.self) }
    switch text(0) {
    case "RIFF" where text(8) == "WAVE": return "audio/wav"
    case "fLaC": return "audio/flac"
    case "OggS": return "audio/ogg"
    default: break
    }
    if text(4) == "ftyp" { return "audio/mp4" }
    if head.starts(with: [0x1A, 0x45, 0xDF, 0xA3]) { return String(decoding: head, as: UTF8.self).contains("webm") ? "audio/webm" : nil }
    if text(0).hasPrefix("ID3") || head.count > 1 && head[0] == 0xFF && head[1] & 0xE6 == 0xE2 { return "audio/mpeg" }
    return nil
  }

  private struct Sound {
    let type: String
    let bytes: [UInt8]
    /// Of the whole recording.
    let total: Int
    /// Nil for the whole; empty for what was asked for and is not there.
    let range: Range<Int>?

    var response: Response {
      var headers: HTTPFields = [.contentType: type, .acceptRanges: "bytes", .cacheControl: "private, no-store"]
      if let range {
        headers[.contentRange] = range.isEmpty ? "bytes */\(total)" : "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(total)"
      }
      let status: HTTPResponse.Status = range.map { $0.isEmpty ? .rangeNotSatisfiable : .partialContent } ?? .ok
      return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }
  }
}

/// One range of a `Range` header (RFC 9110, 14.1.2).
enum ByteRange {
  /// - Returns: nil where nothing of it is there. Several ranges, or none that can be read, stand for the whole.
  static func parse(_ header: String, of total: Int) -> Range<Int>? {
    guard total > 0 else { return nil }
    guard header.hasPrefix("bytes="), !header.contains(",") else { return 0..<total }
    let ends = header.dropFirst(6).split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
    guard ends.count == 2 else { return 0..<total }
    switch (Int(ends[0]), Int(ends[1])) {
    case (let first?, let last?) where first <= last: return first < total ? first..<min(last, total - 1) + 1 : nil
    case (let first?, nil) where ends[1].isEmpty: return first < total ? first..<total : nil
    case (nil, let length?) where ends[0].isEmpty: return length > 0 ? max(0, total - length)..<total : nil
    default: return 0..<total
    }
  }
}

/// Who is hearing what: a player asks for a recording in many pieces, which are one hearing.
final class Hearings: Sendable {
  /// Seconds after which it is another one.
  private static let length = 600.0
  private static let remembered = 10_000

  private let begun = Mutex<[String: Double]>([:])

  /// Whether it is a new one.
  func begin(_ caller: String, _ id: String, now: Double) -> Bool {
    begun.withLock { begun in
      let key = caller + "\n" + id
      if let before = begun[key], now >= before, now - before < Self.length { return false }
      if begun.count >= Self.remembered { begun.removeAll() }
      begun[key] = now
      return true
    }
  }
}

extension FaultCode {
  public static let recordingNotKept = FaultCode(
    "recording.not-kept",
    cause: Bilingual(zh: "这段录音没有保存，或已按保留期限删除", en: "the recording is not kept, or was removed when its retention ended"),
    action: Bilingual(
      zh: "得分与依据仍在；需要录音时请延长 retention，或让 filing 为 archive。",
      en: "The score and its reasons are still there; to keep recordings, lengthen retention, or let filing be archive."))
}
