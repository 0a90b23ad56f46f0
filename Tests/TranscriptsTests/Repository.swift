import Foundation
import Transcripts

/// Files of this checkout, beside the tests.
enum Repository {
  private static let root = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  static func text(_ path: String) throws -> String {
    let url = root.appendingPathComponent(path)
    // Golden files are written anew only on demand.
    if path == "docs/formats.md", ProcessInfo.processInfo.environment["INTONE_RECORD"] == "1" {
      try TranscriptFormat.document.write(to: url, atomically: true, encoding: .utf8)
    }
    return try String(contentsOf: url, encoding: .utf8)
  }

  static func bytes(_ path: String) throws -> [UInt8] { Array(try Data(contentsOf: root.appendingPathComponent(path))) }
}
