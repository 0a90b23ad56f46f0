import Assessment
import FoundationEssentials
import HTTPTypes
import Hummingbird
import Inbox
import Interview
import NIOCore
import Pipeline
import Store
import Synchronization
import Vault

/// An answer's recording, to be heard: as it is where browsers play its container, else decoded, within the limits of every
/// decoding, to WAV.
struct RecordingRoutes: Sendable {
  /// Bytes of one response; a longer range is answered in part, as RFC 9110 allows, and asked for again.
  private static let maximumPartBytes = 4 << 20
  /// Seconds that are decoded for one response: 30 minutes of WAV are 58 MB.
  private static let maximumDecodedSeconds = 1800.0

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
        return try Self.heard(path, of: answer, for: caller, span, state) { state throws(Fault) in
          try Self.sound(path, span, range, state)
        }
      }
      return sound.response(executor)
    }
  }

  /// What is heard of a recording, which is written to the audit log before it is given out.
  private static func heard<Heard>(
    _ path: String, of answer: StoredAnswer, for caller: Caller?, _ span: Range<Double>?, _ state: ControlState,
    _ sound: (ControlState) throws(Fault) -> Heard
  ) throws(Fault) -> Heard {
    let hearer = caller?.name ?? ""
    if state.traffic.hearings.isGoingOn(hearer, answer.id, now: state.clock()) { return try sound(state) }
    // What the archive holds must be what was scored; looked at once a hearing, since it takes a read of the whole.
    guard try state.vault.hash(path) == answer.record.recordingHash else { throw Fault(.archiveAltered, answer.id) }
    let heard = try sound(state)
    try state.trace(caller, hearing: answer, span)
    // Only now: what failed is looked at again with the next request.
    state.traffic.hearings.begin(hearer, answer.id, now: state.clock())
    return heard
  }

  /// A stretch as an address that holds its sound (RFC 2397), for a page that is sent as one file; nil where the recording is not kept.
  static func excerpt(_ span: TimeRange, of answer: StoredAnswer, for caller: Caller?, _ state: ControlState) throws(Fault) -> String? {
    guard let path = try? recording(answer.id, state).path else { return nil }
    let range = span.start..<span.end
    let wave = try heard(path, of: answer, for: caller, range, state) { state throws(Fault) in
      try state.processor.analyzer.wave(ofRecordingAt: path, in: range, longest: maximumDecodedSeconds)
    }
    return "data:audio/wav;base64," + Data(wave).base64EncodedString()
  }

  private static func span(_ from: String?, _ to: String?) throws(Fault) -> Range<Double>? {
    if from == nil, to == nil { return nil }
    guard let from = Double(from ?? "0"), let to = to.flatMap(Double.init), from >= 0, to > from, to - from <= maximumDecodedSeconds else {
      throw Fault(.controlBadRequest, "from, to: seconds, 0 ≤ from < to ≤ from + \(Int(maximumDecodedSeconds))")
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
    let head = try state.vault.part(of: path, from: 0, count: 64)
    guard span == nil, let type = mediaType(head.bytes) else {
      let wave = try state.processor.analyzer.wave(ofRecordingAt: path, in: span, longest: maximumDecodedSeconds)
      return Sound(type: "audio/wav", content: .bytes(wave))
    }
    switch ByteRange(range, of: head.total) {
    case .whole: return Sound(type: type, content: .file(path, bytes: head.total))
    case .nothing: return Sound(type: type, content: .nothing(of: head.total))
    case .part(let wanted):
      let bytes = try state.vault.part(of: path, from: wanted.lowerBound, count: min(wanted.count, maximumPartBytes)).bytes
      return Sound(type: type, content: .part(bytes, from: wanted.lowerBound, of: head.total))
    }
  }

  static let mediaTypes = ["audio/wav", "audio/flac", "audio/ogg", "audio/mpeg", "audio/mp4", "audio/webm"]

  /// Which of them it is, told by the first bytes: what every current browser plays; nil for the rest.
  static func mediaType(_ head: [UInt8]) -> String? {
    let text = { (offset: Int) in String(decoding: head.dropFirst(offset).prefix(4), as: UTF8.self) }
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

  /// The bytes to send: of a file, or of a part that was decoded.
  private struct Sound {
    enum Content {
      case bytes([UInt8])
      /// All of a file, read while it is sent.
      case file(String, bytes: Int)
      case part([UInt8], from: Int, of: Int)
      /// What was asked for is not there.
      case nothing(of: Int)
    }

    let type: String
    let content: Content

    func response(_ executor: BlockingExecutor) -> Response {
      var headers: HTTPFields = [.contentType: type, .acceptRanges: "bytes", .cacheControl: "private, no-store"]
      switch content {
      case .bytes(let bytes): return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
      case .file(let path, let total):
        let body = ResponseBody(contentLength: total) { writer in
          for start in stride(from: 0, to: total, by: maximumPartBytes) {
            let bytes = try await executor.run { state throws(Fault) in
              try state.vault.part(of: path, from: start, count: min(maximumPartBytes, total - start)).bytes
            }
            try await writer.write(ByteBuffer(bytes: bytes))
          }
          try await writer.finish(nil)
        }
        return Response(status: .ok, headers: headers, body: body)
      case .part(let bytes, let start, let total):
        headers[.contentRange] = "bytes \(start)-\(start + bytes.count - 1)/\(total)"
        return Response(status: .partialContent, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
      case .nothing(let total):
        headers[.contentRange] = "bytes */\(total)"
        return Response(status: .rangeNotSatisfiable, headers: headers)
      }
    }
  }
}

/// What a `Range` header asks for (RFC 9110, 14.1.2): one range; several, or what is none, stand for the whole, as no header does.
enum ByteRange: Equatable {
  case whole
  case part(Range<Int>)
  /// Nothing of it is there.
  case nothing

  init(_ header: String?, of total: Int) {
    let ends = (header ?? "").hasPrefix("bytes=") ? (header ?? "").dropFirst(6).split(separator: "-", omittingEmptySubsequences: false) : []
    guard total > 0, ends.count == 2, ends.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }) else {
      self = .whole
      return
    }
    // More digits than any file has bytes.
    let (first, last) = (ends[0].isEmpty ? nil : Int(ends[0]) ?? .max, ends[1].isEmpty ? nil : Int(ends[1]) ?? .max)
    switch (first, last) {
    case (let first?, let last?) where first > last: self = .whole
    case (let first?, let last): self = first < total ? .part(first..<min(last ?? .max, total - 1) + 1) : .nothing
    case (nil, let length?): self = length > 0 ? .part(max(0, total - length)..<total) : .nothing
    case (nil, nil): self = .whole
    }
  }
}

/// Who is hearing what: a player asks for a recording in many pieces, which are one hearing.
final class Hearings: Sendable {
  /// Seconds after which it is another one.
  private static let length = 600.0
  private static let remembered = 10_000

  private let begun = Mutex<[String: Double]>([:])

  /// Whether the same caller heard it a moment ago, so that one hearing is noted once.
  func isGoingOn(_ caller: String, _ id: String, now: Double) -> Bool {
    begun.withLock { begun in begun[caller + "\n" + id].map { now >= $0 && now - $0 < Self.length } ?? false }
  }

  /// A hearing begins, or goes on.
  func begin(_ caller: String, _ id: String, now: Double) {
    begun.withLock { begun in
      if begun.count >= Self.remembered { begun.removeAll() }
      begun[caller + "\n" + id] = now
    }
  }
}

extension FaultCode {
  public static let recordingNotKept = FaultCode(
    "recording.not-kept",
    cause: Bilingual(zh: "这段录音没有保存，或已按保留期限删除", en: "the recording was not kept, or was removed when its retention ended"),
    action: Bilingual(
      zh: "得分与依据仍在；需要录音时请延长 retention，或将 taken_files 设为 archive。",
      en: "The score and its reasons are still there; to keep recordings, lengthen retention, or set taken_files to archive."))
}
