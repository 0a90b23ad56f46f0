import Assessment
import Documents
import FoundationEssentials
import Hummingbird
import Inbox
import Interview
import NIOCore
import Pipeline
import Store

/// What was said in an answer: beside its sound, and as a person corrects it.
struct TranscriptRoutes: Sendable {
  /// Bytes of a body: four hours of fast speech in Chinese are some 300 kB, escaped at most twice that.
  private static let maximumBodyBytes = 1 << 20
  /// What the review that goes with a correction says.
  static let judgement = "transcript-corrected"

  let executor: BlockingExecutor

  func add(to group: RouterGroup<PeerContext>) {
    group.get("answers/:id/listening") { _, context in
      let id = try await executor.id(context)
      let caller = context.caller
      return Response.json(
        try await executor.run { state throws(Fault) in
          let (answer, recording, transcript) = try Self.files(of: id, state)
          try state.trace(caller, opening: id, question: answer.record.key.question.text, by: "listening")
          return try Self.listening(answer, recording, transcript, state)
        })
    }
    group.post("answers/:id/transcript") { request, context in
      let id = try await executor.id(context)
      let body = try await request.body.collect(upTo: Self.maximumBodyBytes)
      guard let wanted = try? JSONDecoder().decode(Wishes.Correction.self, from: Data(body.readableBytesView)),
        wanted.text.contains(where: { !$0.isWhitespace }), wanted.text.isPlainText
      else { throw Fault(.correctionIncomplete, "JSON: reviewer, reason, text") }
      let account = context.caller?.account
      return Response.json(
        try await executor.run { state throws(Fault) in
          let review = Review(
            of: .answer(id), reviewer: wanted.reviewer, judgement: Self.judgement, reason: wanted.reason, account: account)
          try review.check()
          let (answer, recording, transcript) = try Self.files(of: id, state)
          let known = try Self.listening(answer, recording, transcript, state)
          let corrected = CorrectedTranscript(wanted.text, over: known.lines)
          try state.inbox.deliver(
            transcript: Array(corrected.text.utf8), ending: corrected.ending, for: answer.record.key, site: answer.record.site)
          return try state.store.add(review, at: state.clock()).document
        })
    }
  }

  private static func files(of id: String, _ state: ControlState) throws(Fault) -> (StoredAnswer, recording: String, transcript: String?) {
    guard let answer = try state.store.current(id) else { throw Fault(.controlNotFound, id) }
    let archived = state.inbox.archivedAnswers(ofSession: answer.record.key.session).first { $0.key == answer.record.key }
    guard let archived else { throw Fault(.recordingNotKept, id) }
    return (answer, archived.recording, archived.transcript)
  }

  private static func listening(
    _ answer: StoredAnswer, _ recording: String, _ transcript: String?, _ state: ControlState
  ) throws(Fault) -> ListeningDocument {
    try state.processor.analyzer.listening(
      toRecordingAt: recording, transcript: transcript, speaker: state.processor.speaker(ofSession: answer.record.key.session))
  }
}

/// A text as the inbox takes it: with the times of the lines that it corrects where it has as many, else without times.
struct CorrectedTranscript {
  let text: String
  let ending: String

  init(_ corrected: String, over lines: [ListeningDocument.Line]) {
    let written = corrected.split(whereSeparator: \.isNewline).map { $0.trimmed }.filter { !$0.isEmpty }
    guard !lines.isEmpty, written.count == lines.count else {
      (text, ending) = (written.joined(separator: "\n") + "\n", "txt")
      return
    }
    let cues = zip(lines, written).map { line, words in
      Self.clock(line.span.start) + " --> " + Self.clock(line.span.end) + "\n"
        + words.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    }
    (text, ending) = ("WEBVTT\n\n" + cues.joined(separator: "\n\n") + "\n", "vtt")
  }

  /// `00:01:05.250`.
  private static func clock(_ seconds: Double) -> String {
    let milliseconds = Int((seconds * 1000).rounded())
    func padded(_ value: Int, _ width: Int) -> String { String(repeating: "0", count: max(0, width - "\(value)".count)) + "\(value)" }
    return padded(milliseconds / 3_600_000, 2) + ":" + padded(milliseconds / 60_000 % 60, 2) + ":" + padded(milliseconds / 1000 % 60, 2)
      + "." + padded(milliseconds % 1000, 3)
  }
}

extension Substring {
  fileprivate var trimmed: Substring {
    let head = drop(while: \.isWhitespace)
    return head.lastIndex { !$0.isWhitespace }.map { head[...$0] } ?? ""
  }
}

extension FaultCode {
  public static let correctionIncomplete = FaultCode(
    "transcript.correction-incomplete",
    cause: Bilingual(zh: "更正转写需要更正者、理由与文字", en: "a correction of a transcript needs who corrects it, why, and the text"),
    action: Bilingual(
      zh: "请给出 reviewer、reason 与 text；text 为听到的全部文字，不含控制字符。",
      en: "Give reviewer, reason and text; the text is all that was heard, without control characters."))
}
