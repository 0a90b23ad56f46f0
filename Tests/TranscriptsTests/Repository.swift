import Foundation
import Transcripts

/// Files of this checkout, beside the tests.
enum Repository {
  private static let root = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  static func text(_ path: String) throws -> String {
    try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
  }

  /// Whether the file holds this text. Golden files are written anew only on demand.
  static func holds(_ text: String, at path: String) throws -> Bool {
    if ProcessInfo.processInfo.environment["INTONE_RECORD"] == "1" {
      let url = root.appendingPathComponent(path)
      try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try text.write(to: url, atomically: true, encoding: .utf8)
    }
    return try Self.text(path) == text
  }

  static func bytes(_ path: String) throws -> [UInt8] { Array(try Data(contentsOf: root.appendingPathComponent(path))) }
}
