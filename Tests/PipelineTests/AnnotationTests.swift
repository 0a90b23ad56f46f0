import Assessment
import Documents
import Foundation
import Interview
import Testing
import Transcripts

@Suite struct `Tiers over time` {
  private let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  private func analysis(_ session: String, _ recording: String, _ transcript: String?) throws -> AnswerAnalysis {
    let folder = repository.appendingPathComponent("samples/interviews/\(session)").path + "/"
    return try AnswerAnalyzer().analyze(
      .init(recording: .file(folder + recording), name: "a", transcript: transcript.map { folder + $0 }))
  }

  private func points(_ tier: Annotations.Tier?) -> [Annotations.Point] {
    if case .points(let points, _)? = tier?.content { points } else { [] }
  }
  private func intervals(_ tier: Annotations.Tier?) -> [Annotations.Interval] {
    if case .intervals(let intervals)? = tier?.content { intervals } else { [] }
  }

  @Test func `what was measured is in the tiers, one for one`() throws {
    let analysis = try analysis("sales-c20391", "q1.opus", "q1.json")
    let document = analysis.document()
    let annotations = Annotations(document, transcript: analysis.text?.transcript)
    #expect(annotations.tiers.map(\.name) == ["speech segments", "pauses", "nuclei", "pitch Hz", "words"])
    let tiers = Dictionary(uniqueKeysWithValues: annotations.tiers.map { ($0.name, $0) })
    let speech = intervals(tiers["speech segments"])
    #expect(speech.count == document.segments.count)
    for (one, other) in zip(speech, document.segments) {
      #expect(abs(one.range.start - other.start) <= 0.0005 && abs(one.range.end - other.end) <= 0.0005)
    }
    #expect(intervals(tiers["pauses"]).count == document.pauses.count)
    #expect(points(tiers["nuclei"]).map(\.time) == document.nuclei)
    #expect(points(tiers["pitch Hz"]).count == document.pitch_track?.f0_hz.compactMap(\.self).count)
    // 234 syllables were written into the script; the transcript's words hold them all.
    let words = intervals(tiers["words"])
    #expect(words.count > 100)
    #expect(words.map(\.text).joined().filter { $0.isLetter }.hasPrefix("去年三月我负责华东区"))
  }

  @Test func `a TextGrid reads back as the transcript it was made of, word for word and time for time`() throws {
    let analysis = try analysis("sales-c20391", "q1.opus", "q1.json")
    let transcript = try #require(analysis.text?.transcript)
    let annotations = Annotations(analysis.document(), transcript: transcript)
    let read = try TranscriptReader.read(Array(annotations.text(as: .textgrid, at: "").utf8))
    #expect(read.format == "textgrid" && read.timing == .words && read.othersShare == 0)
    let (written, again) = (transcript.segments.flatMap(\.words), read.segments.flatMap(\.words))
    #expect(again.map(\.text).joined() == written.map { $0.text.filter { !$0.isWhitespace } }.joined())
    #expect(again.count == written.count)
    for (one, other) in zip(written, again) {
      let (a, b) = (try #require(one.range), try #require(other.range))
      #expect(abs(a.start - b.start) < 0.002 && abs(a.end - b.end) < 0.002, "\(one) \(other)")
    }
  }

  @Test func `without words a TextGrid is nobody's transcript`() throws {
    let analysis = try analysis("engineer-c20417", "q4.webm", nil)
    let text = Annotations(analysis.document(), transcript: nil).text(as: .textgrid, at: "")
    #expect(throws: Fault.self) { try TranscriptReader.read(Array(text.utf8)) }
  }

  @Test func `sentences stand where words have no times, and quotes and line feeds do not break the file`() throws {
    let analysis = try analysis("engineer-c20417", "q4.webm", "q4.srt")
    let transcript = Transcript(
      format: "x", declaredLanguage: .en,
      segments: [TranscriptSegment(text: "He said \"yes\"\nand <left> & went", range: TimeRange(4.5, 6))], timing: .segments)
    let annotations = Annotations(analysis.document(), transcript: transcript)
    #expect(annotations.tiers.last?.name == "sentences")
    let grid = annotations.text(as: .textgrid, at: "")
    #expect(grid.contains("text = \"He said \"\"yes\"\" and <left> & went\""))
    let eaf = annotations.text(as: .eaf, at: "2026-11-01T00:00:00Z")
    #expect(eaf.contains("<ANNOTATION_VALUE>He said &quot;yes&quot;\nand &lt;left&gt; &amp; went</ANNOTATION_VALUE>"))
  }

  @Test func `words that overlap or have no length are put in a row, and none is lost`() throws {
    let document = try analysis("engineer-c20417", "q4.webm", "q4.srt").document()
    let words = [("a", 1.0, 1.5), ("b", 1.2, 1.4), ("c", 1.4, 2.0), ("d", 2.0, 2.0), ("e", 11.9, 60.0)]
      .map { Word(text: $0.0, range: TimeRange($0.1, $0.2)) }
    let transcript = Transcript(
      format: "x", declaredLanguage: .en, segments: [TranscriptSegment(text: "a b c d e", words: words)], timing: .words)
    let annotations = Annotations(document, transcript: transcript)
    let reported = intervals(annotations.tiers.last)
    #expect(reported.map(\.text) == ["a b", "c d", "e"])
    #expect(reported.map(\.range.start) == [1.0, 1.5, 11.9])
    #expect(reported.last?.range.end == annotations.duration)
  }

  @Test func `each annotation of an EAF has two slots of its own, in order and in milliseconds`() throws {
    let analysis = try analysis("sales-c20391", "q2.flac", "q2.json")
    let annotations = Annotations(analysis.document(), transcript: analysis.text?.transcript)
    let eaf = annotations.text(as: .eaf, at: "2026-11-01T00:00:00.000Z")
    let slots = eaf.matches(of: #/TIME_SLOT_ID="ts(\d+)" TIME_VALUE="(\d+)"/#).map { (Int($0.1) ?? -1, Int($0.2) ?? -1) }
    let pairs = eaf.matches(of: #/TIME_SLOT_REF1="ts(\d+)" TIME_SLOT_REF2="ts(\d+)"/#).map { (Int($0.1) ?? -1, Int($0.2) ?? -1) }
    let held = annotations.tiers.reduce(0) { $0 + max(points($1).count, intervals($1).count) }
    #expect(pairs.count == held && slots.count == 2 * held)
    let times = Dictionary(uniqueKeysWithValues: slots)
    for (first, second) in pairs { #expect(try #require(times[first]) < (try #require(times[second]))) }
    #expect(eaf.contains("DATE=\"2026-11-01T00:00:00.000Z\""))
  }

  /// The Python of `make accuracy` and `make bench`, which has Praat and a reader of ELAN's files inside; nil where neither was called.
  private static let python: String? = {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let path = folder.appendingPathComponent(".build-venv/bin/python").path
    return FileManager.default.isExecutableFile(atPath: path) ? path : nil
  }()

  @Test(.enabled(if: python != nil, "needs what `make accuracy` installs: Praat and pympi"))
  func `Praat and pympi read as many intervals and points in each tier as were written`() throws {
    let analysis = try analysis("sales-c20391", "q2.flac", "q2.json")
    let annotations = Annotations(analysis.document(), transcript: analysis.text?.transcript)
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("intone-tiers-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for form in [Annotations.Form.textgrid, .eaf] {
      let file = folder.appendingPathComponent("a" + form.suffix)
      try Data(annotations.text(as: form, at: "2026-11-01T00:00:00.000Z").utf8).write(to: file)
    }
    // Of a TextGrid's intervals those with a text: it has intervals between them as well.
    let program = """
      import sys, json, parselmouth, pympi
      from parselmouth.praat import call
      g = parselmouth.read(sys.argv[1] + "/a.TextGrid")
      def count(i):
          if not call(g, "Is interval tier", i): return call(g, "Get number of points", i)
          return sum(call(g, "Get label of interval", i, k + 1) != "" for k in range(call(g, "Get number of intervals", i)))
      praat = {call(g, "Get tier name", i + 1): count(i + 1) for i in range(int(call(g, "Get number of tiers")))}
      e = pympi.Elan.Eaf(sys.argv[1] + "/a.eaf")
      print(json.dumps([praat, {t: len(e.get_annotation_data_for_tier(t)) for t in e.get_tier_names()}]))
      """
    let process = Process()
    process.executableURL = URL(fileURLWithPath: try #require(Self.python))
    process.arguments = ["-c", program, folder.path]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let reported = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    let read = try #require(try JSONSerialization.jsonObject(with: reported) as? [[String: Int]])
    let written = Dictionary(uniqueKeysWithValues: annotations.tiers.map { ($0.name, max(points($0).count, intervals($0).count)) })
    #expect(read == [written, written] && written.values.allSatisfy { $0 > 5 }, "\(read) of \(written)")
  }
}
