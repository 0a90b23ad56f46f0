import Interview

/// The object of `GET /v1/status`, as far as people are shown it.
struct StatusReport: Decodable {
  struct Queue: Decodable {
    struct Working: Decodable {
      var id: String
      var age_s: Double
    }
    var waiting: Int
    var settling: Int
    var denied: Int?
    var awaiting_transcript: Int
    var awaiting_recording: Int
    var backing_off: Int
    var ready: Int
    var held: Int?
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
      var files_confined: Bool?
      var calls_confined: Bool?
      var detail: String?
      var cause: Named?
      var action: Named?
      /// What the kernel lacks to lock it in; nil where nothing is missing, or it does not run.
      var missing: String? {
        let missing = [files_confined == false ? "Landlock" : nil, calls_confined == false ? "seccomp" : nil].compactMap(\.self)
        return version == nil || missing.isEmpty ? nil : missing.joined(separator: ", ")
      }
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

  struct Judge: Decodable {
    var command: String
    var resting: Bool
  }

  struct Root: Decodable {
    var path: String
    var site: String?
    var watch: String
  }
  struct Throughput: Decodable {
    var answers_per_hour: Double?
    var audio_s_per_s: Double?
  }
  struct Disk: Decodable {
    var path: String
    var free_bytes: Int
    var size_bytes: Int
  }

  var state: String
  /// `running`, `paused` or `draining`.
  var work: String
  var configuration: String?
  var roots: [Root]
  var throughput: Throughput
  var last_success: Double?
  var last_failure: Double?
  var disk: Disk?
  struct Webhook: Decodable {
    var name: String
    var behind: Int?
    var dead: Int
    var fault: String?
  }
  struct Retention: Decodable {
    var recordings_days: Double?
    var backlog: Int?
    var scores_days: Double?
    var scores_backlog: Int?
    var audit_days: Double?
    var audit_backlog: Int?
  }
  var retention: Retention
  var webhooks: [Webhook]
  var attention: [Problem]
  var version: String
  var uptime_s: Double
  var watch: String
  var decoders: Decoders?
  var transcriber: Transcriber?
  var judge: Judge?
  var queue: Queue
  var promise: Promise
  var set_aside: SetAside
  var store: Store?
  var models: [String]
  var last_fault: String?
  var problems: [Problem]
}
