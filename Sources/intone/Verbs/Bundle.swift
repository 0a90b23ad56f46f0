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
    let text = JSON.object([
      "schema": .string("intone.bundle/1"), "version": .string(Engine.version), "processor": .string(SelfTest.processor),
      "processors": .integer(ProcessInfo.processInfo.activeProcessorCount),
      "system": .string(
        (try? String(contentsOfFile: "/proc/version", encoding: .utf8))?.split(separator: "\n").first.map(String.init) ?? ""),
      "memory_kb": .integer(Self.memory()),
      "status": status.flatMap { try? StatusDocument(reading: $0) }.map(Self.bare) ?? .null,
      "metrics": .optional(metrics.map(Self.nameless)),
      "settings": .object(settings.shown.filter { Self.safeKeys.contains($0.key) }.map { JSON.Member($0.key, .string($0.text)) }),
      "settings_changed": .array(settings.shown.filter { $0.origin != "default" }.map { .string($0.key) }),
      "models": .array(
        models.map { .object(["id": .string($0.id), "version": .string($0.version), "sha256": .string($0.hash.hex)]) }),
      "doctor": .array(whole.map(\.json)),
      "doctor_places": .object(
        [Finding.State.ok, .warning, .problem].map { state in JSON.Member(state.rawValue, .integer(counted.count { $0.state == state })) }),
    ]).text
    if file == "-" { return print(text) }
    try PrivateFile.write(text + "\n", to: file)
    guard daemon.json else {
      return print(daemon.lang == .zh ? "\(file)：发送前请看一遍" : "\(file): read it before you send it")
    }
    print(JSON.object(["file": .string(file)]).text)
  }

  private func settings() throws(Fault) -> DaemonConfiguration {
    var options = InForceOptions()
    options.config = config
    options.models = []
    return try options.settings()
  }

  /// Of the status what is figures and codes: no path, no subject of a problem.
  private static func bare(_ status: StatusDocument) -> JSON {
    func codes(_ list: [FaultDocument]) -> JSON { .array(list.map { .string($0.code) }) }
    return .object([
      "state": .string(status.state.rawValue), "version": .string(status.version), "uptime_s": .number(status.uptime_s),
      "work": .string(status.work.rawValue), "watch": .string(status.watch),
      "roots": .array(status.roots.map { .object(["watch": .string($0.watch), "fault": .optional($0.fault)]) }),
      "ffmpeg": .object(["version": .optional(status.decoders.ffmpeg.version), "code": .optional(status.decoders.ffmpeg.code)]),
      "queue": .object([
        "waiting": .integer(status.queue.waiting), "settling": .integer(status.queue.settling), "denied": .integer(status.queue.denied),
        "awaiting_transcript": .integer(status.queue.awaiting_transcript), "backing_off": .integer(status.queue.backing_off),
        "ready": .integer(status.queue.ready), "blocked": .integer(status.queue.blocked), "held": .integer(status.queue.held),
        "in_work": .integer(status.queue.working.count), "oldest_age_s": .rounded(status.queue.oldest_age_s, 0),
      ]),
      "done": .object(status.done.members.map { JSON.Member($0.name, .integer($0.value)) }),
      "faults": .object(status.faults.sorted { $0.key < $1.key }.map { JSON.Member($0.key, .integer($0.value)) }),
      "throughput": status.throughput.json, "promise": status.promise.json, "set_aside": status.set_aside.json,
      "answers": .optional(status.store?.answers), "free_bytes": .optional(status.disk?.free_bytes),
      "size_bytes": .optional(status.disk?.size_bytes), "full_in_days": .rounded(status.disk?.full_in_days, 1),
      "retention": status.retention.json,
      "webhooks": .array(
        status.webhooks.map { .object(["behind": .optional($0.behind), "dead": .integer($0.dead), "fault": .optional($0.fault)]) }),
      "problems": codes(status.problems), "attention": codes(status.attention), "acknowledged": codes(status.acknowledged ?? []),
    ])
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
