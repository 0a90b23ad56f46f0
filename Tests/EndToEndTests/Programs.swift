import Foundation
import Testing

/// The programs under test, as they were built beside this test.
enum Programs {
  /// `INTONE_PROGRAMS` names another directory, to try an installed build.
  static let folder: URL = {
    if let named = ProcessInfo.processInfo.environment["INTONE_PROGRAMS"] { return URL(fileURLWithPath: named) }
    // The test bundle runs as an executable of its own, beside the products.
    let own = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
    if FileManager.default.isExecutableFile(atPath: own.appendingPathComponent("intoned").path) { return own }
    return repository.appendingPathComponent(".build/debug")
  }()

  static let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  static var samples: URL { repository.appendingPathComponent("samples") }

  static func url(_ name: String) -> URL { folder.appendingPathComponent(name) }
}

/// What a program printed, and how it ended.
struct Ended {
  let code: Int32
  let out: String
  let error: String

  /// Runs `program` to its end. Output goes through files, so that no pipe can fill up.
  static func running(_ program: URL, _ arguments: [String], environment: [String: String] = [:]) throws -> Ended {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("intone-run-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let out = folder.appendingPathComponent("out")
    let error = folder.appendingPathComponent("error")
    let process = Process()
    process.executableURL = program
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: created(out))
    process.standardError = try FileHandle(forWritingTo: created(error))
    try process.run()
    process.waitUntilExit()
    return Ended(
      code: process.terminationStatus, out: try String(contentsOf: out, encoding: .utf8),
      error: try String(contentsOf: error, encoding: .utf8))
  }

  /// The output as a JSON object.
  var object: [String: Any] {
    get throws { try #require(JSONSerialization.jsonObject(with: Data(out.utf8)) as? [String: Any], "not JSON: \(out) \(error)") }
  }
}

func created(_ file: URL) throws -> URL {
  try Data().write(to: file)
  return file
}

/// Waits until `condition` holds, looking every 50 ms; fails the test after `seconds`. Nothing is measured: a slow
/// machine waits longer, a fast one goes on at once.
func eventually(
  _ what: String, within seconds: Double = 60, at location: SourceLocation = #_sourceLocation, _ condition: () throws -> Bool
) async throws {
  let end = ContinuousClock.now.advanced(by: .seconds(seconds))
  while try !condition() {
    if ContinuousClock.now >= end {
      Issue.record("it did not come to pass within \(seconds) s: \(what)", sourceLocation: location)
      throw CancellationError()
    }
    try await Task.sleep(for: .milliseconds(50))
  }
}
