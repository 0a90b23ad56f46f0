import Foundation
import TestSupport
import Testing

/// Every fixture through the command, as a person would try it.
@Suite struct `intone analyze` {
  private static let repository = Programs.repository
  private static let containers = [
    "wav": "WAV", "aiff": "AIFF", "caf": "CAF", "flac": "FLAC", "m4a": "MP4 / M4A / 3GP / QuickTime", "mp3": "MP3", "opus": "Ogg",
    "ogg": "Ogg",
    "w64": "Wave64", "webm": "WebM",
  ]

  /// A folder of recordings, each with a transcript of another format beside it, whose name says nothing about it.
  private func fixtures() throws -> (folder: URL, expected: [(container: String, format: String)]) {
    let seeds = Self.repository.appendingPathComponent("Tests/Fuzz/corpus/Transcripts")
    let transcripts = try FileManager.default.contentsOfDirectory(atPath: seeds.path).sorted()
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("intone-walk-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    var expected: [(container: String, format: String)] = []
    for (index, name) in transcripts.enumerated() {
      let recording = Sample.containers[index % Sample.containers.count]
      let ending = (recording as NSString).pathExtension
      try FileManager.default.copyItem(
        at: Sample.container.appendingPathComponent(recording), to: folder.appendingPathComponent("\(100 + index).\(ending)"))
      try FileManager.default.copyItem(
        at: seeds.appendingPathComponent(name), to: folder.appendingPathComponent("\(100 + index).json"))
      // 17-ctm, 2-faster-whisper.
      let format = String(name[name.index(after: try #require(name.firstIndex(of: "-")))...])
      expected.append((try #require(Self.containers[ending]), format))
    }
    return (folder, expected)
  }

  @Test func `names container and transcript format of every fixture`() throws {
    let (folder, expected) = try fixtures()
    defer { try? FileManager.default.removeItem(at: folder) }
    #expect(Set(expected.map(\.container)).count == 9 && Set(expected.map(\.format)).count >= 27)
    let json = try Ended.running(Programs.url("intone"), ["analyze", folder.path, "--format", "json"])
    let objects = try json.out.split(separator: "\n").map {
      try #require(JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
    #expect(objects.count == expected.count)
    for (object, (container, format)) in zip(objects, expected) {
      #expect((object["recording"] as? [String: Any])?["container"] as? String == container)
      let text = object["text"] as? [String: Any]
      #expect(text?["format"] as? String == format)
    }

    let page = try Ended.running(Programs.url("intone"), ["analyze", folder.path, "--lang", "en"]).out
    let pages = page.components(separatedBy: folder.path + "/").dropFirst()
    #expect(pages.count == expected.count)
    for (page, (container, format)) in zip(pages, expected) {
      let lines = page.split(separator: "\n").prefix(3)
      #expect(lines.contains { $0.hasPrefix("  \(container)") } && lines.contains("  transcript: \(format)"), "\(lines)")
    }
  }

  /// Sixteen seconds of a voice with 4.5 swells a second carry the fixtures' 60 syllables; a text that does not fit has no counts.
  @Test func `measures the text of every fixture alike`() throws {
    let seeds = Self.repository.appendingPathComponent("Tests/Fuzz/corpus/Transcripts")
    let scratch = try RecordingScratch()
    let recording = try speech(scratch, seconds: 16)
    var counts: [[Int?]: [String]] = [:]
    for name in try FileManager.default.contentsOfDirectory(atPath: seeds.path).sorted() {
      let text = try Analysis.of(recording, "--transcript", seeds.appendingPathComponent(name).path).object["text"] as? [String: Any]
      counts[["characters", "words", "syllables"].map { text?[$0] as? Int }, default: []].append(name)
    }
    // One answer: 50 characters; 10 more syllables in 30% (百分之三十), Python and KPI.
    #expect(counts.count == 1 && counts.keys.first?[0] == 50 && counts.keys.first?[2] == 60, "\(counts)")
  }

  /// Voice-like sound without a pause, half a second into the file.
  private func speech(_ scratch: RecordingScratch, seconds: Double) throws -> URL {
    let sound = Synthetic.answer([(0.5, seconds + 0.5)], seconds: seconds + 1, rate: 8_000)
    var fixture = WAVFixture()
    fixture.sampleRate = 8_000
    return URL(fileURLWithPath: try scratch.write(fixture.bytes([sound]), as: "speech.wav"))
  }

  @Test func `240 syllables in 60 seconds are 240 a minute, within two per cent`() throws {
    let scratch = try RecordingScratch()
    let recording = try speech(scratch, seconds: 60)
    let text = try scratch.write(Array(String(repeating: "我们一起努力工作，", count: 30).utf8), as: "speech.txt")
    let analysis = try Analysis.of(recording, "--transcript", text)
    #expect(try analysis.number("rate", "syllables") == 240)
    #expect(abs(try analysis.number("rate", "characters_per_min") / 240 - 1) < 0.02)
    #expect(abs(try analysis.number("rate", "speech_rate_syl_s") / 4 - 1) < 0.02)
  }

  @Test func `a pace that rises from 100 to 150 for twenty seconds is one surge of half as much again, where it is`() throws {
    let scratch = try RecordingScratch()
    let recording = try speech(scratch, seconds: 140)
    var lines = ""
    for (start, length, perMinute) in [(0.5, 60.0, 100.0), (60.5, 20, 150), (80.5, 60, 100)] {
      let step = 60 / perMinute
      for index in 0..<Int((length / step).rounded()) { lines += "a 1 \(start + Double(index) * step) \(step * 0.9) 好\n" }
    }
    let transcript = try scratch.write(Array(lines.utf8), as: "speech.ctm")
    let surges = try Analysis.of(recording, "--transcript", transcript).objects("rate", "surges")
    #expect(surges.count == 1, "\(surges)")
    let surge = try #require(surges.first)
    #expect(abs(try #require(surge["change"] as? Double) - 0.5) < 0.05)
    let span = try #require(surge["span"] as? [Double])
    // Windows of some seconds reach their full change inside the stretch: the span lies in it, and is most of it.
    #expect(span[0] >= 60.5 && span[1] <= 80.5 && span[1] - span[0] > 14, "\(span)")
  }

  @Test func `a transcript of something else is named with its figures, and what rests on words becomes unknown`() throws {
    let scratch = try RecordingScratch()
    // Times of an answer of half a minute, beside a sentence of 2.8 s.
    let lines = (0..<60).map { "a 1 \(Double($0) / 2) 0.4 word\n" }.joined()
    let transcript = try scratch.write(Array(lines.utf8), as: "other.ctm")
    let analysis = try Analysis.of(Sample.short, "--transcript", transcript)
    let fit = try #require((analysis.object["text"] as? [String: Any])?["fit"] as? [String: Any])
    #expect(fit["code"] as? String == "transcript.mismatch")
    #expect((fit["finding"] as? [String: Any])?["en"] != nil)
    let unknown = try #require(analysis.object["unknown"] as? [String: Any])
    for measure in ["rate.words_per_min", "text.richness", "text.specificity"] {
      #expect(unknown[measure] as? String == "transcript.mismatch", "\(measure) in \(unknown)")
    }
    #expect((analysis.object["rate"] as? [String: Any])?["source"] as? String == "acoustic")
  }

  @Test func `others' words are left out and their share is told, and so is that times are estimates`() throws {
    let scratch = try RecordingScratch()
    let dialogue =
      "WEBVTT\n\n00:00.200 --> 00:00.600\n<v Interviewer>Please begin\n\n00:00.600 --> 00:02.600\n<v Ann>One recording many containers\n"
    let text =
      try Analysis.of(Sample.short, "--transcript", scratch.write(Array(dialogue.utf8), as: "d.vtt")).object["text"] as? [String: Any]
    #expect(text?["content"] as? String == "One recording many containers")
    // Two of six words.
    #expect(abs(try #require(text?["others_share"] as? Double) - 1.0 / 3) < 0.0001)
    #expect(text?["times_estimated"] as? Bool == true)
    let timed = try scratch.write(Array("a 1 0.4 0.5 recording\na 1 1.0 0.5 containers\n".utf8), as: "t.ctm")
    let other = try Analysis.of(Sample.short, "--transcript", timed).object["text"] as? [String: Any]
    #expect(other?["times_estimated"] as? Bool == false)
  }
}
