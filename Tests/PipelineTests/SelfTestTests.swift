import Assessment
import Foundation
import Interview
import Testing

/// Recorded with the expected scorecards: `INTONE_RECORD=1` and the filter `The samples` write both.
@Suite struct `The samples, as promised` {
  private let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  private var samples: String { repository.appendingPathComponent("samples").path }

  /// The samples in a directory of their own, with one file of them changed.
  private func changed(_ path: String, _ change: (inout Data) -> Void) throws -> SelfTest {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("intone-selftest-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for name in ["samples", "models"] {
      try FileManager.default.copyItem(at: repository.appendingPathComponent(name), to: folder.appendingPathComponent(name))
    }
    let file = folder.appendingPathComponent(path)
    var bytes = try Data(contentsOf: file)
    change(&bytes)
    try bytes.write(to: file)
    return try SelfTest(samples: folder.appendingPathComponent("samples").path)
  }

  @Test func `this build gives the promised figures, and stays within the bounds of the truth`() throws {
    let models = ModelDirectories([repository.appendingPathComponent("models").path])
    let figures = URL(fileURLWithPath: samples + "/figures.json")
    if ProcessInfo.processInfo.environment["INTONE_RECORD"] == "1" {
      let answers = try SelfTest.Sample.all.map { PromisedFigures.Answer(try SelfTest.analyze($0, in: samples, models), of: $0) }
      try Data(PromisedFigures(engine: Engine.version, answers: answers).text.utf8).write(to: figures)
    }
    let test = try SelfTest(samples: samples)
    // Eight answers, and nine things that are known of them and of the glide.
    #expect(test.findings.count == 17)
    #expect(test.findings.filter { $0.state != .ok } == [])
    #expect(test.isAsPromised)
    // The samples last 297.8 s, the glide 6.
    #expect(abs(test.seconds - 303.8) < 0.5, "\(test.seconds)")
  }

  @Test func `a figure that differs in its last printed place is told with both values`() throws {
    let test = try changed("samples/figures.json") { bytes in
      let text = String(decoding: bytes, as: UTF8.self)
      // Of a recording in FLAC: nothing may differ.
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line -> String in
        String(line).contains("\"recording\":\"q2.flac\"")
          ? String(line).replacing(#/"pause_total_s":([0-9.]+)/#) { "\"pause_total_s\":9\($0.1)" } : String(line)
      }
      bytes = Data(lines.joined(separator: "\n").utf8)
    }
    let failed = test.findings.filter { $0.state == .failed }
    #expect(failed.map(\.about) == ["sales-c20391/q2", "engineer-c20417/q2"])
    #expect(failed[0].text.en.hasPrefix("1 figures differ: pause_total_s 9"), "\(failed[0].text.en)")
    #expect(!test.isAsPromised)
  }

  @Test func `a sample that is not the shipped one is told as such`() throws {
    let test = try changed("samples/interviews/engineer-c20417/q3.wav") { $0.replaceSubrange(20_000..<20_100, with: Data(count: 100)) }
    #expect(test.findings.filter { $0.state == .failed }.map(\.about) == ["engineer-c20417/q3"])
  }

  @Test func `an edited role model is not taken for a wrong build`() throws {
    let test = try changed("models/sales.yaml") { $0.append(Data("# mine\n".utf8)) }
    let failed = test.findings.filter { $0.state == .failed }
    #expect(failed.count == 4 && failed.allSatisfy { $0.about.hasPrefix("sales") && $0.text.en.contains("was changed") }, "\(failed)")
  }

  @Test(arguments: [
    ("samples/truth/sales-c20391/q2.json", "sales-c20391/q2"), ("samples/pitch/glide.flac", "pitch/glide"),
  ]) func `what cannot be held against the truth is not as promised`(path: String, about: String) throws {
    let test = try changed(path) { $0 = Data("broken".utf8) }
    #expect(test.findings.filter { $0.state == .failed }.map(\.about) == [about])
    #expect(!test.isAsPromised)
  }

  @Test func `samples that are not there have a code that names the places`() {
    #expect(throws: Fault(.selftestSamplesMissing, "/nowhere")) { try SelfTest.directory(environment: ["INTONE_SAMPLES": "/nowhere"]) }
  }
}
