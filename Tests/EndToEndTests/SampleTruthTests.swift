import Foundation
import Testing

/// What the command measures on the samples, against what is in them by construction.
@Suite struct `The samples, measured` {
  private static let answers = ["sales-c20391", "engineer-c20417"].flatMap { session in (1...4).map { (session, "q\($0)") } }

  @Test(arguments: answers)
  func `the times of an answer are those that went into it`(session: String, question: String) throws {
    let truth = try Truth(session: session, question: question)
    let analysis = try Analysis.of(truth.recording, "--transcript", truth.transcript.path)
    #expect(abs(try analysis.number("recording", "duration_s") - truth.number("duration_s")) < 0.06)
    #expect(abs(try analysis.number("timing", "lead_in_s") - truth.number("lead_in_s")) < 0.1)
    #expect(abs(try analysis.number("timing", "span_s") - truth.number("span_s")) < 0.15)
    // A pause of 0.25 s is the threshold itself, and an edge may be off by 30 ms: from 0.35 s on every inserted pause is
    // found, its middle within 50 ms; and none is found where no silence of 0.2 s was put.
    let found = analysis.spans("pauses")
    let inserted = truth.spans("pauses").filter { $0[1] - $0[0] >= 0.35 }
    var total = 0.0
    for pause in inserted {
      let mine = found.first { abs(($0[0] + $0[1]) / 2 - (pause[0] + pause[1]) / 2) < 0.05 }
      #expect(mine != nil, "inserted \(pause), found \(found)")
      total += mine.map { $0[1] - $0[0] } ?? 0
    }
    let silences = truth.spans("silence").filter { $0[1] - $0[0] > 0.2 }
    for pause in found { #expect(silences.contains { $0[0] < pause[1] && pause[0] < $0[1] }, "no silence at \(pause)") }
    #expect(abs(total / inserted.reduce(0) { $0 + $1[1] - $1[0] } - 1) < 0.08)
  }

  @Test(arguments: answers)
  func `the syllables counted from a transcript are those that were said`(session: String, question: String) throws {
    let truth = try Truth(session: session, question: question)
    let analysis = try Analysis.of(truth.recording, "--transcript", truth.transcript.path)
    let said = truth.number("syllables")
    let counted = try analysis.number("rate", "syllables")
    // Mandarin is counted exactly. English is read by rule: "our" and "database" may be read with one syllable more or less.
    #expect(abs(counted / said - 1) <= (session.hasPrefix("sales") ? 0.03 : 0.06), "counted \(counted), said \(said)")
  }

  @Test(arguments: Sample.containers)
  func `the same sentence is found in every container`(name: String) throws {
    let analysis = try Analysis.of(Sample.container.appendingPathComponent(name))
    let truth = try #require(
      JSONSerialization.jsonObject(with: Data(contentsOf: Programs.samples.appendingPathComponent("truth/containers.json")))
        as? [String: Any])
    // MP3 and AAC pad their first and last block: up to 0.1 s.
    #expect(abs(try analysis.number("recording", "duration_s") - (truth["duration_s"] as? Double ?? 0)) < 0.1)
    let pauses = analysis.spans("pauses")
    #expect(pauses.count == 1, "\(pauses)")
    #expect(abs((pauses.first.map { $0[1] - $0[0] } ?? 0) - 0.5) < 0.08, "\(pauses)")
  }

  @Test func `the glide's median and spread of pitch are those of its formula`() throws {
    // 110 to 220 Hz and back, evenly in semitones: the median is 110·√2, the standard deviation 12/√12 semitones.
    let analysis = try Analysis.of(Programs.samples.appendingPathComponent("pitch/glide.flac"))
    #expect(abs(try analysis.number("pitch", "f0_median_hz") / (110 * 2.0.squareRoot()) - 1) < 0.006)
    #expect(abs(try analysis.number("pitch", "f0_sd_st") - 3.464) < 0.1)
  }

  @Test func `a surge of sixty per cent is found where it was put, and constant pace shows none`() throws {
    let fast = try Truth(session: "sales-c20391", question: "q3")
    let surges = try Analysis.of(fast.recording, "--transcript", fast.transcript.path).objects("rate", "surges")
    let lines = fast.lines.filter { $0.rate > 5 }
    let start = try #require(lines.first).start
    let end = try #require(lines.last).end
    #expect(!surges.isEmpty)
    for surge in surges {
      let span = try #require(surge["span"] as? [Double])
      // Windows are of some seconds: one may reach beyond the stretch by half.
      #expect(span[0] > start - 1.5 && span[1] < end + 1.5, "\(surge), fast from \(start) to \(end)")
      #expect(try #require(surge["change"] as? Double) > 0.25)
    }
    let even = try Truth(session: "sales-c20391", question: "q1")
    #expect(try Analysis.of(even.recording, "--transcript", even.transcript.path).objects("rate", "surges").isEmpty)
  }
}

/// What is in a sample by construction.
struct Truth {
  let object: [String: Any]
  let folder: URL

  init(session: String, question: String) throws {
    let file = Programs.samples.appendingPathComponent("truth/\(session)/\(question).json")
    object = try #require(JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any])
    folder = Sample.interview(session)
  }

  var recording: URL { folder.appendingPathComponent(object["recording"] as? String ?? "") }
  var transcript: URL { folder.appendingPathComponent(object["transcript"] as? String ?? "") }
  func number(_ name: String) -> Double { (object[name] as? NSNumber)?.doubleValue ?? .nan }
  func spans(_ name: String) -> [[Double]] { object[name] as? [[Double]] ?? [] }

  /// The spoken lines with syllables per second.
  var lines: [(start: Double, end: Double, rate: Double)] {
    (object["lines"] as? [[String: Any]] ?? []).map { line in
      let (start, end) = (line["start"] as? Double ?? 0, line["end"] as? Double ?? 0)
      return (start, end, Double(line["syllables"] as? Int ?? 0) / (end - start))
    }
  }
}

/// What `intone analyze` printed about one recording.
struct Analysis {
  let object: [String: Any]

  static func of(_ recording: URL, _ arguments: String...) throws -> Analysis {
    let ended = try Ended.running(Programs.url("intone"), ["analyze", recording.path, "--format", "json"] + arguments)
    try #require(ended.code == 0, "\(ended.out)\(ended.error)")
    return Analysis(object: try ended.object)
  }

  func number(_ path: String...) throws -> Double {
    var value: Any? = object
    for name in path { value = (value as? [String: Any])?[name] }
    return try #require((value as? NSNumber)?.doubleValue, "\(path.joined(separator: ".")) is \(value ?? "missing")")
  }

  func spans(_ name: String) -> [[Double]] { object[name] as? [[Double]] ?? [] }

  func objects(_ path: String...) -> [[String: Any]] {
    var value: Any? = object
    for name in path { value = (value as? [String: Any])?[name] }
    return value as? [[String: Any]] ?? []
  }
}
