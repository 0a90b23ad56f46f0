import Assessment
import Inbox
import Interview
import Maintenance
import Recordings
import Seal
import YAMLReading

/// What an operator may set; every value has a default that works. Read from one YAML file, then the environment.
public struct DaemonConfiguration: Sendable, Equatable {
  public var inbox: InboxConfiguration
  public var store: StoreLocation
  /// The copy of the store's views that others read by SQL: beside the store.
  public static func scoresPath(besideStore path: String) -> String {
    path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/") + "/scores.sqlite"
  }
  public var socketPath: String
  /// Octal mode of the socket.
  public var socketMode: Int
  /// Submissions worked on at once.
  public var workers: Int
  /// Directories of role models; empty looks in the installed places.
  public var models: [String]
  /// Seconds from arrival within which an answer is promised to be scored.
  public var latencyObjective: Double
  public var logLevel: LogLevel
  /// Which groups hold which roles on the socket.
  public var roles = RoleMap.standard
  /// Where values come from that are not built in: a key, then `file:line` or the name of a variable.
  public private(set) var origins: [String: String] = [:]
  /// Where the groups of a role are named, as `file:line`; roles that nobody wrote are not in it.
  private var roleLines: [Role: String] = [:]
  /// The desk behind a proxy; nil for none.
  public var desk: DeskConfiguration?
  /// How long things are held.
  public var retention = RetentionManager.Policy()
  /// Where events are delivered to; nowhere by default.
  public var webhooks: [WebhookConfiguration] = []
  /// Whether ffmpeg and a recogniser may run where the kernel does not confine them.
  public var decoder = DecoderPolicy.confinedOnly
  /// The operator's own recogniser; nil for none.
  public var transcriber: TranscriberConfiguration?
  /// The operator's own judge of what an answer covers; nil for none.
  public var judge: CommandConfiguration?

  /// Whom what is kept is sealed to; nil where it is kept as it is.
  public var seal: SealRecipient?
  /// Where recordings of the archive move to; nil where they stay.
  public var objects: ObjectsConfiguration?

  /// How much of reading the audit log tells.
  public var trace = ReaderTrace.words

  public enum LogLevel: String, Sendable, CaseIterable { case debug, info, warning, error }

  /// The built-in values.
  public init(processors: Int) {
    inbox = InboxConfiguration(roots: [InboxRoot(path: "/var/lib/intone/inbox")], stateDirectory: "/var/lib/intone")
    store = .file("/var/lib/intone/intone.sqlite")
    socketPath = "/run/intone/intone.sock"
    socketMode = 0o660
    // As many recordings of four hours as fit into the unit's `MemoryMax=2G`.
    workers = max(1, min(processors, 6))
    models = []
    latencyObjective = 1800
    logLevel = .info
  }

  /// Reads the file over the defaults; every mistake is told at once, with line and column.
  ///
  /// - Throws: `document.…`, `configuration.invalid`.
  public init(yaml bytes: [UInt8], name: String, processors: Int) throws(Fault) {
    self.init(processors: processors)
    let document = try Document(bytes, name: name)
    let root = document.root
    inbox.stateDirectory = root.string("state") ?? inbox.stateDirectory
    store = Self.store(root) ?? .file(inbox.stateDirectory + "/intone.sqlite")
    if let mistake = store.mistake { root.mistake(root.has("store") ? "store" : "state", mistake) }
    socketPath = root.string("socket") ?? socketPath
    if let mode = root.string("socket_mode") {
      if let value = Int(mode, radix: 8), (0...0o777).contains(value) {
        socketMode = value
      } else {
        root.mistake("socket_mode", Bilingual(zh: "“\(mode)”应为八进制权限，如 0660", en: "\(mode) is not an octal mode like 0660"))
      }
    }
    if root.has("inbox") {
      inbox.roots = Self.roots(root)
    } else {
      inbox.roots = [InboxRoot(path: inbox.stateDirectory + "/inbox")]
    }
    readTimes(root)
    workers = root.integer("workers", in: 1...256) ?? workers
    models = root.strings("models") ?? models
    latencyObjective = root.duration("promise", in: 1...604_800) ?? latencyObjective
    trace = root.choice("trace_readers", ReaderTrace.self) ?? trace
    logLevel = root.choice("log_level", LogLevel.self) ?? logLevel
    decoder = root.choice("decoder", DecoderPolicy.self) ?? decoder
    transcriber = root.section("transcriber").map(Self.transcriber)
    judge = root.section("judge").map(Self.judge)
    seal = root.section("seal").flatMap(Self.seal)
    objects = root.section("objects").flatMap { ObjectsConfiguration($0) }
    if let section = root.section("roles") {
      for role in Role.allCases { roleLines[role] = section.line(role.rawValue).map { "\(name):\($0)" } }
      roles = Self.roles(of: section)
    }
    desk = root.section("desk").map { DeskConfiguration($0) }
    if let section = root.section("retention") {
      // 0 stands for "for ever": nothing is held for no time.
      func time(_ key: String, _ standard: Double?) -> Double? {
        section.duration(key, in: 0...3_153_600_000).map { $0 == 0 ? nil : $0 } ?? standard
      }
      retention.words = time("recordings", retention.words)
      retention.scores = time("scores", retention.scores)
      retention.audit = time("audit", retention.audit)
      if let scores = retention.scores, retention.words.map({ scores < $0 }) ?? true {
        section.mistake(
          "scores", Bilingual(zh: "评分的保留期不得短于录音（recordings）", en: "scores are not kept for a shorter time than recordings"))
      }
      section.done()
    }
    webhooks = WebhookConfiguration.list(root)
    for key in root.keys { origins[key] = root.line(key).map { "\(name):\($0)" } ?? name }
    root.done()
    try document.finish(as: .configurationInvalid)
  }

  /// `store: /path` or `store: {postgres: "service=intone"}`; nil where neither is written.
  private static func store(_ root: Section) -> StoreLocation? {
    guard root.isSection("store") else { return root.string("store").map { .file($0) } }
    guard let section = root.section("store") else { return nil }
    section.require("postgres")
    let connection = section.string("postgres")
    section.done()
    return connection.map { .server($0) }
  }

  /// The keys that every program of the operator's has: `command`, `timeout`, `memory`, `reads`.
  private static func program(_ section: Section, _ standard: CommandConfiguration) -> CommandConfiguration {
    var program = standard
    section.require("command")
    program.command = section.strings("command") ?? []
    if section.has("command"), program.command.first?.isEmpty ?? true {
      section.mistake("command", Bilingual(zh: "应为程序名及其参数的列表", en: "a list of a program and its arguments is expected"))
    }
    program.timeout = section.duration("timeout", in: 1...3600) ?? program.timeout
    program.memory = section.size("memory", in: 1 << 26...1 << 40).map(Int64.init) ?? program.memory
    program.reads = section.strings("reads") ?? []
    for path in program.reads where !path.hasPrefix("/") {
      section.mistake("reads", Bilingual(zh: "“\(path)”应为绝对路径", en: "\(path) is not an absolute path"))
    }
    return program
  }

  private static func transcriber(_ section: Section) -> TranscriberConfiguration {
    var configuration = TranscriberConfiguration(command: [])
    configuration.program = program(section, configuration.program)
    if let format = section.string("format") {
      if !TranscriberConfiguration.formats.contains(format) {
        let valid = TranscriberConfiguration.formats.joined(separator: ", ")
        section.mistake("format", Bilingual(zh: "“\(format)”无效；可用：\(valid)", en: "\(format) is not valid; valid are \(valid)"))
      }
      configuration.format = format
    }
    configuration.languages = section.strings("languages")?.compactMap { text in
      if let language = Language(rawValue: text) { return language }
      section.mistake("languages", Bilingual(zh: "“\(text)”无效；可用：zh, en", en: "\(text) is not valid; valid are zh, en"))
      return nil
    }
    section.done()
    return configuration
  }

  private static func judge(_ section: Section) -> CommandConfiguration {
    defer { section.done() }
    // A local language model on two processors answers in seconds to a minute; 8 GB hold one of 7 billion weights in 4 bits.
    return program(section, CommandConfiguration(command: [], timeout: 120, memory: 8 << 30))
  }

  private static func seal(_ section: Section) -> SealRecipient? {
    defer { section.done() }
    section.require("recipient")
    guard let text = section.string("recipient") else { return nil }
    if let recipient = try? SealRecipient(text) { return recipient }
    section.mistake(
      "recipient",
      Bilingual(
        zh: "应为 age 的公钥（age1…），由 age-keygen 生成；私钥绝不写在配置里",
        en: "a recipient of age's is expected (age1…), as age-keygen makes it; the identity never stands in the configuration"))
    return nil
  }

  private mutating func readTimes(_ root: Section) {
    inbox.filing = root.choice("taken_files", InboxConfiguration.FilingPolicy.self) ?? inbox.filing
    inbox.instance = root.string("instance") ?? inbox.instance
    inbox.settle = root.duration("settle", in: 0...3600) ?? inbox.settle
    inbox.transcriptWait = root.duration("transcript_wait", in: 0...604_800) ?? inbox.transcriptWait
    inbox.emptyWait = root.duration("empty_wait", in: 0...86_400) ?? inbox.emptyWait
    inbox.largestFile = root.size("largest_file", in: 1...Int(1) << 50) ?? inbox.largestFile
    inbox.triesAllowed = root.integer("tries_allowed", in: 1...1000) ?? inbox.triesAllowed
    inbox.ignore = root.strings("ignore") ?? inbox.ignore
  }

  /// A role that is not named keeps its groups.
  private static func roles(of section: Section) -> RoleMap {
    var map = RoleMap.standard
    for role in Role.allCases {
      if let groups = section.strings(role.rawValue) { map.groups[role] = groups }
    }
    section.done()
    return map
  }

  private static func roots(_ root: Section) -> [InboxRoot] {
    let roots = root.sections("inbox").map { section in
      section.require("path")
      let entry = InboxRoot(
        path: section.string("path") ?? "", site: section.string("site"), defaultRole: section.string("role"),
        defaultLanguage: section.choice("language", Language.self), isBackfill: section.flag("backfill") ?? false)
      section.done()
      return entry
    }
    if roots.isEmpty { root.mistake("inbox", Bilingual(zh: "至少要有一个收件目录", en: "at least one inbox is needed")) }
    for entry in roots where !entry.path.isEmpty && !entry.path.hasPrefix("/") {
      root.mistake("inbox", Bilingual(zh: "“\(entry.path)”应为绝对路径", en: "\(entry.path) is not an absolute path"))
    }
    return roots
  }

  /// Holds the groups that the file names against those of this machine.
  /// - Throws: `configuration.invalid` with every group that does not exist, each with its place.
  public func checkGroups(_ exists: (String) -> Bool) throws(Fault) {
    let mistakes = Role.allCases.flatMap { role in
      (roleLines[role] == nil ? [] : roles.groups[role] ?? []).filter { !exists($0) }.map { group in
        "\(roleLines[role] ?? ""): roles.\(role.rawValue): \(group): there is no such group / 没有这个组"
      }
    }
    guard mistakes.isEmpty else { throw Fault(.configurationInvalid, mistakes.joined(separator: "\n")) }
  }

  /// Lays `INTONE_…` variables over the file's values.
  /// - Throws: `configuration.invalid` naming the variable.
  public mutating func apply(environment: [String: String]) throws(Fault) {
    let keys = [
      "INTONE_SOCKET": "socket", "INTONE_STORE": "store", "INTONE_MODELS": "models", "INTONE_WORKERS": "workers",
      "INTONE_LOG_LEVEL": "log_level",
    ]
    for (variable, key) in keys where environment[variable]?.isEmpty == false { origins[key] = variable }
    if let value = environment["INTONE_SOCKET"], !value.isEmpty { socketPath = value }
    if let value = environment["INTONE_STORE"], !value.isEmpty {
      let location = StoreLocation(value)
      if let mistake = location.mistake { throw Fault(.configurationInvalid, "INTONE_STORE: \(mistake.zh) / \(mistake.en)") }
      store = location
    }
    if let value = environment["INTONE_MODELS"], !value.isEmpty { models = value.split(separator: ":").map(String.init) }
    if let value = environment["INTONE_WORKERS"], !value.isEmpty {
      guard let number = Int(value), (1...256).contains(number) else {
        throw Fault(.configurationInvalid, "INTONE_WORKERS=\(value): 1…256")
      }
      workers = number
    }
    if let value = environment["INTONE_LOG_LEVEL"], !value.isEmpty {
      guard let level = LogLevel(rawValue: value) else {
        throw Fault(.configurationInvalid, "INTONE_LOG_LEVEL=\(value): debug, info, warning, error")
      }
      logLevel = level
    }
  }
}

extension FaultCode {
  public static let configurationInvalid = FaultCode(
    "configuration.invalid", cause: Bilingual(zh: "配置有错误", en: "the configuration has mistakes"),
    action: Bilingual(zh: "按所示行列改正，用 intoned --check-config 检查。", en: "Correct them at the lines shown; check with intoned --check-config.")
  )
  public static let socketUnusable = FaultCode(
    "socket.unusable", cause: Bilingual(zh: "无法在该路径建立套接字", en: "the socket cannot be made at its path"),
    action: Bilingual(
      zh: "检查目录是否存在、可写；路径不得超过 107 字节。", en: "Check that its directory exists and may be written to; the path may have 107 bytes."))

  public static let settingsCodes: [FaultCode] = [.configurationInvalid, .socketUnusable]
}
