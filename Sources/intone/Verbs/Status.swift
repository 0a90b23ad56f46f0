import ArgumentParser
import FoundationEssentials
import Interview

/// `intone status`: how the daemon is, at a glance.
struct Status: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "How the daemon is: queue, throughput, what is wrong and what to do.",
    discussion: "Exit code 0 when all is well, 3 when the daemon cannot be reached, 4 when something is wrong.")

  @OptionGroup var daemon: DaemonOptions

  func run() throws {
    let body = try daemon.ask("GET", "/v1/status")
    let report = try JSONDecoder().decode(StatusReport.self, from: Data(body.utf8))
    print(daemon.json ? body.withoutLastNewline : report.text(in: daemon.lang))
    if !report.problems.isEmpty { throw ExitCode(4) }
  }
}

/// The object of `GET /v1/status`, as far as people are shown it.
struct StatusReport: Decodable {
  struct Queue: Decodable {
    struct Working: Decodable {
      var id: String
      var age_s: Double
    }
    var waiting: Int
    var settling: Int
    var awaiting_transcript: Int
    var awaiting_recording: Int
    var backing_off: Int
    var ready: Int
    var oldest_age_s: Double?
    var working: [Working]
  }
  struct Promise: Decodable {
    var answers: Int
    var missed: Int
    var kept_ratio: Double?
  }
  struct SetAside: Decodable {
    var quarantine: Int?
    var held: Int?
  }
  struct Store: Decodable {
    var answers: Int
    var revisions: Int
    var sessions: Int
  }
  struct Named: Decodable {
    var zh: String
    var en: String
    subscript(language: Language) -> String { language == .zh ? zh : en }
  }
  struct Problem: Decodable {
    var code: String
    var about: String
    var cause: Named
    var detail: String
    var action: Named
  }

  struct Decoders: Decodable {
    struct FFmpeg: Decodable {
      var version: String?
      var detail: String?
      var cause: Named?
      var action: Named?
    }
    var ffmpeg: FFmpeg
  }
  struct Transcriber: Decodable {
    var command: String
    var resting: Bool
    var transcripts: Int
    var failed: Int
    var last_fault: String?
  }

  var state: String
  var version: String
  var uptime_s: Double
  var watch: String
  var decoders: Decoders?
  var transcriber: Transcriber?
  var queue: Queue
  var promise: Promise
  var set_aside: SetAside
  var store: Store?
  var models: [String]
  var last_fault: String?
  var problems: [Problem]

  func text(in language: Language) -> String {
    let zh = language == .zh
    var rows: [(String, String)] = [
      (zh ? "状态" : "state", state + " · intoned " + version + " · " + (zh ? "已运行 " : "up ") + Self.span(uptime_s)),
      (zh ? "监视方式" : "watching", watch),
      (
        zh ? "队列" : "queue",
        zh
          ? "等待 \(queue.waiting)（静置中 \(queue.settling)，等转写 \(queue.awaiting_transcript)，等录音 \(queue.awaiting_recording)，可处理 \(queue.ready)，稍后重试 \(queue.backing_off)），处理中 \(queue.working.count)"
          : "\(queue.waiting) waiting (\(queue.settling) settling, \(queue.awaiting_transcript) for a transcript, \(queue.awaiting_recording) for a recording, \(queue.ready) ready, \(queue.backing_off) backing off), \(queue.working.count) in work"
      ),
    ]
    if let oldest = queue.oldest_age_s, queue.waiting > 0 { rows.append((zh ? "最久等待" : "oldest", Self.span(oldest))) }
    if let store {
      rows.append(
        (zh ? "库" : "store", zh ? "\(store.answers) 个回答，\(store.sessions) 个场次" : "\(store.answers) answers, \(store.sessions) sessions"))
    }
    if let kept = promise.kept_ratio {
      rows.append(
        (zh ? "按时率" : "promise", "\(JSON.rounded(kept * 100, 1).text) % (\(promise.answers - promise.missed)/\(promise.answers))"))
    }
    rows.append(
      (
        zh ? "搁置" : "set aside",
        zh
          ? "隔离 \(set_aside.quarantine ?? 0)，暂停 \(set_aside.held ?? 0)"
          : "\(set_aside.quarantine ?? 0) in quarantine, \(set_aside.held ?? 0) held"
      ))
    rows.append((zh ? "岗位模型" : "models", models.joined(separator: ", ")))
    if let fault = last_fault { rows.append((zh ? "最近的失败" : "last fault", fault)) }
    if let ffmpeg = decoders?.ffmpeg {
      let version = ffmpeg.version.map { "ffmpeg " + $0 } ?? "ffmpeg —"
      rows.append(
        (zh ? "解码器" : "decoders", version + (ffmpeg.cause.map { " ! \($0[language]) → \(ffmpeg.action?[language] ?? "")" } ?? "")))
    }
    if let transcriber {
      rows.append(
        (
          zh ? "识别程序" : "recogniser",
          transcriber.command + (transcriber.resting ? (zh ? "（暂停中）" : " (resting)") : "")
            + (zh
              ? "：转写 \(transcriber.transcripts)，失败 \(transcriber.failed)"
              : ": \(transcriber.transcripts) transcripts, \(transcriber.failed) failed")
            + (transcriber.last_fault.map { " [\($0)]" } ?? "")
        ))
    }
    var lines = rows.map { $0.0.padded(to: 12) + $0.1 }
    for problem in problems {
      lines.append("! \(problem.about): \(problem.cause[language]) [\(problem.code)]")
      if !problem.detail.isEmpty { lines.append("  \(problem.detail)") }
      lines.append("  → \(problem.action[language])")
    }
    return lines.joined(separator: "\n")
  }

  static func span(_ seconds: Double) -> String {
    let whole = Int(seconds)
    if whole < 60 { return "\(whole) s" }
    if whole < 3600 { return "\(whole / 60) min \(whole % 60) s" }
    return whole < 86_400 ? "\(whole / 3600) h \(whole / 60 % 60) min" : "\(whole / 86_400) d \(whole / 3600 % 24) h"
  }
}
