import Foundation
import Testing

extension `What is kept through everything` {
  /// The drivers in `Tests/Torture`, for some seconds; `make torture` runs them for hours.
  @Suite struct Torture {
    private func driver(_ name: String, _ arguments: String...) throws -> Ended {
      let python = try #require(
        ["/usr/bin/python3", "/usr/local/bin/python3"].first { FileManager.default.isExecutableFile(atPath: $0) }, "python3 is missing")
      let script = Programs.repository.appendingPathComponent("Tests/Torture/\(name).py").path
      return try Ended.running(URL(fileURLWithPath: python), [script, "--programs", Programs.folder.path] + arguments)
    }

    @Test func `killed at named steps and at random times, with faults around it, nothing is lost or done twice`() throws {
      let ended = try driver("torture", "--cycles", "14", "--seed", "7")
      #expect(ended.code == 0, "\(ended.out)\(ended.error)")
      #expect(ended.out.contains("14 kill cycles") && ended.out.contains("no finding"), "\(ended.out)")
    }

    @Test func `after a power cut at any write, with what was not forced to the disk lost, all answers are there`() throws {
      let ended = try driver("power", "--cuts", "6", "--seed", "7")
      #expect(ended.code == 0, "\(ended.out)\(ended.error)")
      #expect(ended.out.contains("6 power cuts") && ended.out.contains("no finding"), "\(ended.out)")
    }
  }
}
