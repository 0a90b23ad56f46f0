import ArgumentParser
import Assessment
import Documents
import Files
import FoundationEssentials
import Interview
import RoleModels
import Settings

/// `intone bundle`: what somebody who helps needs to know of this installation, and nothing about anybody.
struct BundleVerb: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bundle",
    abstract: "A support bundle: version, state, counters, configuration, what the doctor found; without personal data.",
    discussion: """
      One JSON file for whoever helps. It holds no name of a session, candidate, file or person, no word of anybody, no address of a \
      receiver, no command of your own, and no path below an inbox: read it before you send it. Works while the daemon is down, with less in it.

      EXAMPLE
        sudo -u intone intone bundle intone-bundle.json
      """)
  @Argument(help: "Where to write it; - for standard output.", completion: .file()) var file = "intone-bundle.json"
  @Option(help: "The configuration to look at; by default the installed one.", completion: .file()) var config: String?
  @OptionGroup var daemon: DaemonOptions

  /// Keys whose values are numbers or words of a closed list: nothing of anybody stands in them.
  static let safeKeys: Set = [
    "socket_mode", "workers", "taken_files", "settle", "transcript_wait", "empty_wait", "largest_file", "tries_allowed", "promise",
    "log_level", "decoder", "retention",
  ]

  func run() throws {
    let status = try? daemon.ask("GET", "/v1/status?names=false")
    let metrics = try? daemon.ask("GET", "/metrics")
    let settings = try settings()
    var doctor = Doctor()
    doctor.daemon = daemon
    doctor.config = config
    let whole = doctor.machine(settings, nil) + [doctor.engine()]
    // What the doctor says of directories and files may name sessions: of those only how many there are.
    let counted = doctor.directories(settings) + doctor.ownership(settings) + doctor.store(settings)
    let models = ModelDirectories(settings.models).library().models.map(\.reference)
    let text = BundleDocument(
      system: (try? String(contentsOfFile: "/proc/version", encoding: .utf8))?.split(separator: "\n").first.map(String.init) ?? "",
      memory_kb: Self.memory(), status: status.flatMap { try? StatusDocument(reading: $0) }.map(BareStatus.init),
      metrics: metrics.map(Self.nameless),
      settings: Ordered(settings.shown.filter { Self.safeKeys.contains($0.key) }.map { ($0.key, $0.text) }),
      settings_changed: settings.shown.filter { $0.origin != "default" }.map(\.key),
      models: models.map { .init(id: $0.id, version: $0.version, sha256: $0.hash) }, doctor: whole,
      doctor_places: Ordered([Finding.State.ok, .warning, .problem].map { state in (state.rawValue, counted.count { $0.state == state }) })
    ).json.text
    if file == "-" { return print(text) }
    try PrivateFile.write(text + "\n", to: file)
    guard daemon.json else {
      return print(daemon.lang == .zh ? "\(file)：发送前请看一遍" : "\(file): read it before you send it")
    }
    print(JSON(encoding: ["file": file]).text)
  }

  private func settings() throws(Fault) -> DaemonConfiguration {
    var options = InForceOptions()
    options.config = config
    options.models = []
    return try options.settings()
  }

  /// Counters whose labels are of closed lists; what bears a path, a site or a receiver's name is left out.
  private static func nameless(_ metrics: String) -> String {
    metrics.split(separator: "\n").filter { line in
      !["root=", "path=", "site=", "receiver=", "webhook=", "name=", "session="].contains { line.contains($0) }
    }.joined(separator: "\n")
  }

  private static func memory() -> Int {
    let text = (try? String(contentsOfFile: "/proc/meminfo", encoding: .utf8)) ?? ""
    return text.split(separator: "\n").first.flatMap { $0.split(separator: " ").dropFirst().first }.flatMap { Int($0) } ?? 0
  }
}

/// `intone.bundle/1`.
private struct BundleDocument: Document {
  struct Model: Document {
    let id: String
    let version: String
    let sha256: ContentHash
  }

  var schema = "intone.bundle/1"
  var version = Engine.version
  var processor = SelfTest.processor
  var processors = ProcessInfo.processInfo.activeProcessorCount
  let system: String
  let memory_kb: Int
  /// Nil while the daemon is down, as `metrics`.
  let status: BareStatus?
  let metrics: String?
  let settings: Ordered<String>
  let settings_changed: [String]
  let models: [Model]
  let doctor: [Finding]
  /// What the doctor says of directories and files may name sessions: how many of those findings there are, by state.
  let doctor_places: Ordered<Int>
}

/// Of the status what is figures and codes: no path, no subject of a problem.
private struct BareStatus: Document {
  struct Root: Document {
    let watch: String
    let fault: String?
  }

  struct FFmpeg: Document {
    let version: String?
    let code: String?
  }

  struct Queue: Document {
    let waiting, settling, denied, awaiting_transcript, backing_off, ready, blocked, held, in_work: Int
    let oldest_age_s: Double?
  }

  struct Webhook: Document {
    let behind: Int?
    let dead: Int
    let fault: String?
  }

  let state: StatusDocument.State
  let version: String
  let uptime_s: Double
  let work: WorkMode
  let watch: String
  let roots: [Root]
  let ffmpeg: FFmpeg
  let queue: Queue
  let done: Ordered<Int>
  let faults: [String: Int]
  let throughput: StatusDocument.Throughput
  let promise: StatusDocument.Promise
  let set_aside: StatusDocument.QuarantineCounts
  let answers: Int?
  let free_bytes: Int?
  let size_bytes: Int?
  let full_in_days: Double?
  let retention: StatusDocument.Retention
  let webhooks: [Webhook]
  let problems: [String]
  let attention: [String]
  let acknowledged: [String]

  init(_ status: StatusDocument) {
    (state, version, uptime_s, work, watch) = (status.state, status.version, status.uptime_s, status.work, status.watch)
    roots = status.roots.map { Root(watch: $0.watch, fault: $0.fault) }
    ffmpeg = FFmpeg(version: status.decoders.ffmpeg.version, code: status.decoders.ffmpeg.code)
    let counts = status.queue
    queue = Queue(
      waiting: counts.waiting, settling: counts.settling, denied: counts.denied, awaiting_transcript: counts.awaiting_transcript,
      backing_off: counts.backing_off, ready: counts.ready, blocked: counts.blocked, held: counts.held, in_work: counts.working.count,
      oldest_age_s: counts.oldest_age_s?.figure(0))
    (done, faults, throughput, promise) = (status.done, status.faults, status.throughput, status.promise)
    (set_aside, answers, retention) = (status.set_aside, status.store?.answers, status.retention)
    (free_bytes, size_bytes) = (status.disk?.free_bytes, status.disk?.size_bytes)
    full_in_days = status.disk?.full_in_days?.figure(1)
    webhooks = status.webhooks.map { Webhook(behind: $0.behind, dead: $0.dead, fault: $0.fault) }
    problems = status.problems.map(\.code)
    attention = status.attention.map(\.code)
    acknowledged = (status.acknowledged ?? []).map(\.code)
  }
}
