import Foundation
import Testing

#if canImport(Glibc)
  import Glibc
#endif

/// One installation in a directory of its own: inbox, state, models, configuration, and the daemon when it runs.
final class Installation {
  let root: URL
  private var daemon: Process?
  private(set) var workers: Int
  /// Where the store is on a server; nil where it is a file.
  let server: String?

  var inbox: URL { root.appendingPathComponent("inbox") }
  var state: URL { root.appendingPathComponent("state") }
  var models: URL { root.appendingPathComponent("models") }
  var configuration: URL { root.appendingPathComponent("intone.yaml") }
  /// Short: a Unix socket's path has at most 107 bytes.
  var socket: URL { root.appendingPathComponent("intone.sock") }
  var log: URL { root.appendingPathComponent("log") }
  var database: URL { state.appendingPathComponent("intone.sqlite") }
  var quarantine: URL { state.appendingPathComponent("quarantine") }
  var archive: URL { state.appendingPathComponent("archive") }

  /// - Parameters:
  ///   - transcriptWait: seconds that a recording waits for its transcript.
  ///   - server: the connection string of a store on a server; by default it is a file.
  ///   - sharing: another house whose inbox, state and store this one works on as well, as `instance`.
  init(
    workers: Int = 1, transcriptWait: Double = 0, settle: Double = 0.2, server: String? = nil, sharing other: Installation? = nil,
    instance: String = "main"
  ) throws {
    self.workers = workers
    self.server = server
    root = URL(fileURLWithPath: "/tmp/intone-e2e-\(UUID().uuidString.prefix(8))")
    for folder in [root, root.appendingPathComponent("inbox"), root.appendingPathComponent("state")] {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }
    try FileManager.default.copyItem(at: Programs.repository.appendingPathComponent("models"), to: models)
    try write(
      """
      inbox:
        - path: \((other ?? self).inbox.path)
          role: sales
      state: \((other ?? self).state.path)
      instance: \(instance)
      models: [\(models.path)]
      socket: \(socket.path)
      workers: \(workers)
      settle: \(settle)s
      empty_wait: 1s
      transcript_wait: \(transcriptWait)s
      \(server.map { "store: {postgres: \"\($0)\"}" } ?? "")

      """, to: configuration)
  }

  deinit {
    if let daemon, daemon.isRunning {
      kill(daemon.processIdentifier, SIGKILL)
      daemon.waitUntilExit()
    }
    try? FileManager.default.removeItem(at: root)
  }

  func write(_ text: String, to file: URL) throws { try Data(text.utf8).write(to: file) }
}

// MARK: - The daemon

extension Installation {
  var processIdentifier: Int32? { daemon?.processIdentifier }
  var isRunning: Bool { daemon?.isRunning ?? false }

  /// What the daemon has logged so far, over all its lives.
  var logged: String { (try? String(contentsOf: log, encoding: .utf8)) ?? "" }

  /// - Parameter wrapper: a program and its arguments that the daemon's own command line is put behind.
  func start(through wrapper: [String] = []) throws {
    let process = Process()
    let command = wrapper + [Programs.url("intoned").path, "--config", configuration.path]
    process.executableURL = URL(fileURLWithPath: command[0])
    process.arguments = Array(command.dropFirst())
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    if !FileManager.default.fileExists(atPath: log.path) { _ = try created(log) }
    let out = try FileHandle(forWritingTo: log)
    try out.seekToEnd()
    process.standardError = out
    try process.run()
    daemon = process
  }

  /// Starts the daemon and waits until it answers that it is ready.
  func startAndWait(at location: SourceLocation = #_sourceLocation) async throws {
    try start()
    try await eventually("the daemon is ready; it logged: \(logged)", at: location) {
      guard isRunning else {
        Issue.record("the daemon ended: \(logged)", sourceLocation: location)
        throw CancellationError()
      }
      return try get("/readyz").code == 0
    }
  }

  /// Sends `signal`, waits for the end, and returns the exit code, or minus the signal that ended it.
  @discardableResult
  func end(_ signal: Int32) throws -> Int32 {
    let daemon = try #require(self.daemon)
    kill(daemon.processIdentifier, signal)
    daemon.waitUntilExit()
    self.daemon = nil
    return daemon.terminationReason == .uncaughtSignal ? -daemon.terminationStatus : daemon.terminationStatus
  }

  /// `curl` on the socket, as any other program would ask.
  func get(_ path: String) throws -> Ended {
    try Ended.running(
      URL(fileURLWithPath: "/usr/bin/curl"),
      ["--silent", "--show-error", "--fail", "--max-time", "10", "--unix-socket", socket.path, "http://localhost\(path)"])
  }

  /// The body of an answer, whatever its status.
  func ask(_ path: String) throws -> String {
    try Ended.running(
      URL(fileURLWithPath: "/usr/bin/curl"), ["--silent", "--max-time", "10", "--unix-socket", socket.path, "http://localhost\(path)"]
    ).out
  }

  func intone(_ arguments: String...) throws -> Ended { try intone(arguments: arguments) }

  func intone(arguments: [String]) throws -> Ended {
    try Ended.running(
      Programs.url("intone"), arguments,
      environment: [
        "INTONE_SOCKET": socket.path, "INTONE_STORE": server.map { "postgres:" + $0 } ?? database.path, "INTONE_MODELS": models.path,
      ])
  }
}

// MARK: - Files

extension Installation {
  /// Puts a copy of `source` into the inbox as others should: under a temporary name, then renamed.
  @discardableResult
  func drop(_ source: URL, as name: String) throws -> URL {
    let target = inbox.appendingPathComponent(name)
    let hidden = target.deletingLastPathComponent().appendingPathComponent("." + target.lastPathComponent)
    try FileManager.default.createDirectory(at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
    try FileManager.default.copyItem(at: source, to: hidden)
    try FileManager.default.moveItem(at: hidden, to: target)
    return target
  }

  @discardableResult
  func drop(text: String, as name: String) throws -> URL {
    let made = root.appendingPathComponent("made-\(UUID().uuidString)")
    try write(text, to: made)
    defer { try? FileManager.default.removeItem(at: made) }
    return try drop(made, as: name)
  }

  /// Paths of the files below `folder`, relative to it, sorted; what the daemon keeps for itself, `.intone` and the archive's
  /// `.records`, is left out.
  func files(below folder: URL) -> [String] {
    let walk = FileManager.default.enumerator(atPath: folder.path)
    let all = (walk?.compactMap { $0 as? String } ?? []).filter { path in
      !path.hasPrefix(".intone") && !path.split(separator: "/").contains(".records")
    }.sorted()
    return all.filter { path in
      let attributes = try? FileManager.default.attributesOfItem(atPath: folder.appendingPathComponent(path).path)
      return attributes?[.type] as? FileAttributeType == .typeRegular
    }
  }
}

// MARK: - The store

extension Installation {
  /// The rows of a query, read as any consumer would, while the daemon writes.
  func rows(_ query: String) throws -> [[String: Any]] {
    guard FileManager.default.fileExists(atPath: database.path) else { return [] }
    let ended = try Ended.running(
      URL(fileURLWithPath: "/usr/bin/sqlite3"), ["-readonly", "-json", "-cmd", ".timeout 5000", database.path, query])
    try #require(ended.code == 0, "sqlite3: \(ended.error)")
    guard !ended.out.isEmpty else { return [] }
    return try #require(JSONSerialization.jsonObject(with: Data(ended.out.utf8)) as? [[String: Any]])
  }

  /// The rows of `answer_scores`, in the order of their ids.
  func scores() throws -> [[String: Any]] {
    try hasViews() ? rows("SELECT * FROM answer_scores ORDER BY answer") : []
  }

  private func hasViews() throws -> Bool {
    try !rows("SELECT name FROM sqlite_master WHERE name = 'answer_scores'").isEmpty
  }

  /// Waits until exactly these answers have a row.
  func waitForScores(_ answers: [String], at location: SourceLocation = #_sourceLocation) async throws {
    try await eventually("rows for \(answers); it logged: \(logged)", at: location) {
      try scores().compactMap { $0["answer"] as? String } == answers
    }
  }
}
