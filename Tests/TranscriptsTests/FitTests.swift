import Interview
import Testing

@testable import Transcripts

/// A text and a sound of our own: 0.2 s a syllable, 0.25 s after a comma, 0.6 s after a full stop.
private struct Talk {
  /// Syllables of each clause; a sentence is a list of them.
  var sentences: [[Int]]
  var secondsPerSyllable = 0.2
  /// Shifts the characters, so that two talks have no words in common.
  var vocabulary = 0

  /// Eleven sentences of unlike length, 133 syllables.
  static let long = Talk(sentences: [[5, 12], [9], [14, 4], [7], [3, 11], [16], [6, 8], [4], [13], [2, 9], [10]])

  static func random(_ seed: UInt64, sentences: Int = 10) -> Talk {
    var random = Numbers(state: seed)
    return Talk(sentences: (0..<sentences).map { _ in (0...random.below(1)).map { _ in 3 + random.below(13) } }, vocabulary: Int(seed) * 31)
  }

  var clauses: [Int] { sentences.flatMap { $0 } }
  var syllables: Int { clauses.reduce(0, +) }

  /// One Han character a syllable, none twice in a row.
  var text: String { text(omitting: { _ in false }) }

  func text(omitting isOmitted: (Int) -> Bool) -> String {
    var said = 0
    return sentences.map { sentence in
      sentence.map { count in
        var clause = ""
        for _ in 0..<count {
          if !isOmitted(said), let scalar = Unicode.Scalar(0x4E00 + (said * 7 + vocabulary) % 5000) { clause.unicodeScalars.append(scalar) }
          said += 1
        }
        return clause
      }.joined(separator: "，") + "。"
    }.joined()
  }

  var sound: (segments: [TimeRange], nuclei: [Double]) {
    var time = 0.5
    var segments: [TimeRange] = []
    var nuclei: [Double] = []
    for sentence in sentences {
      for (index, count) in sentence.enumerated() {
        let end = time + Double(count) * secondsPerSyllable
        nuclei += (0..<count).map { time + (Double($0) + 0.5) * secondsPerSyllable }
        segments.append(TimeRange(time, end))
        time = end + (index == sentence.count - 1 ? 0.6 : 0.25)
      }
    }
    return (segments, nuclei)
  }

  /// The sound with some nuclei unheard, held against a text.
  func fit(_ text: String, isNoisy: Bool = false, hears: (Int) -> Bool = { _ in true }) throws -> TranscriptFit {
    let (segments, nuclei) = sound
    let duration = (segments.last?.end ?? 0) + 0.5
    let transcript = try plain(text)
    let found = TextAnalyzer().analyze(transcript, segments: segments, duration: duration, language: .zh, keywordGroups: [])
    let heard = nuclei.enumerated().filter { hears($0.offset) }.map(\.element)
    return TranscriptFit(
      transcript, findings: found, segments: segments, nuclei: heard, isNoisy: isNoisy, duration: duration, declared: .zh)
  }
}

private struct Numbers {
  var state: UInt64
  mutating func below(_ limit: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int((state >> 33) % UInt64(limit + 1))
  }
}

@Suite struct `Whose words` {
  private let talk = Talk.long

  @Test func `the words of the recording fit it, every clause between its pauses`() throws {
    let fit = try talk.fit(talk.text)
    #expect(fit.reason == nil)
    #expect(fit.heardPerSyllable == 1)
    #expect(try #require(fit.clausesInPlace) > 0.9)
    #expect(try #require(fit.evidence) > 3)
  }

  @Test func `another answer of the same length does not fit`() throws {
    var other = talk
    other.sentences.reverse()
    let fit = try talk.fit(other.text)
    #expect(fit.heardPerSyllable == 1)
    #expect(fit.reason == .transcriptMismatch)
    #expect(fit.finding?.en.contains("another answer of about this length") == true)
    #expect(fit.finding?.zh.contains("长度相近") == true)
  }

  /// Six syllables of ten heard, and the second and seventh sentence changed for one another: −1.4 nats in a clear sound, above 0 in a
  /// blurred one.
  @Test func `noise excuses no other Mandarin answer, whose syllables it hardly hides`() throws {
    var other = talk
    other.sentences.swapAt(1, 6)
    #expect(try talk.fit(other.text, isNoisy: true, hears: { $0 % 10 < 6 }).reason == .transcriptMismatch)
    #expect(try talk.fit(talk.text, isNoisy: true).reason == nil)
  }

  @Test func `a longer and a shorter answer are told by their syllables`() throws {
    let short = Talk(sentences: [[8], [3, 6], [12], [5, 9], [7]], vocabulary: 900)
    let longer = try short.fit(talk.text)
    #expect(longer.reason == .transcriptMismatch)
    #expect(longer.finding?.en.contains("another, longer answer") == true)
    let shorter = try talk.fit(short.text)
    #expect(shorter.reason == .transcriptMismatch)
    #expect(shorter.finding?.en.contains("another, shorter answer") == true)
  }

  @Test func `a text that stands twice is called so`() throws {
    let fit = try talk.fit(talk.text + talk.text)
    #expect(fit.reason == .transcriptMismatch)
    #expect(fit.heardPerSyllable == 0.5)
    #expect(fit.finding?.en.contains("stand twice") == true)
    #expect(fit.finding?.zh.contains("两遍") == true)
  }

  @Test func `what was said twice and written twice fits`() throws {
    var twice = talk
    twice.sentences += talk.sentences
    #expect(try twice.fit(talk.text + talk.text).reason == nil)
  }

  @Test func `a transcript of one half is partial, and which half is named`() throws {
    var (first, second) = (talk, talk)
    first.sentences = Array(talk.sentences[..<5])
    second.sentences = Array(talk.sentences[5...])
    let beginning = try talk.fit(first.text)
    #expect(beginning.reason == .transcriptPartial)
    #expect(beginning.finding?.en.contains("only the beginning of the recording") == true)
    let end = try talk.fit(second.text)
    #expect(end.reason == .transcriptPartial)
    #expect(end.finding?.en.contains("only the end of the recording") == true)
  }

  @Test func `a recording of one half is held against the whole text`() throws {
    var (first, second) = (talk, talk)
    first.sentences = Array(talk.sentences[..<6])
    second.sentences = Array(talk.sentences[6...])
    let beginning = try first.fit(talk.text)
    #expect(beginning.reason == .transcriptMismatch)
    #expect(beginning.finding?.en.contains("only the beginning of the text") == true)
    #expect(try second.fit(talk.text).finding?.en.contains("only the end of the text") == true)
  }

  @Test func `a tenth of the words may be missing, and a voice may be heard a quarter off`() throws {
    for offset in [0, 4, 9] {
      #expect(try talk.fit(talk.text { $0 % 10 == offset }).reason == nil)
    }
    let faint = try talk.fit(talk.text) { $0 % 4 != 3 }
    #expect(abs(try #require(faint.heardPerSyllable) - 0.75) < 0.01)
    #expect(faint.reason == nil)
  }

  @Test func `without punctuation only the count can tell, and it must be far off`() throws {
    let bare = talk.text.filter { $0 != "，" && $0 != "。" }
    let own = try talk.fit(bare)
    #expect(own.clausesInPlace == nil)
    #expect(own.reason == nil)
    // 1.3 is within what a voice may be off (docs/method.md: -28 to +22 %), half is not.
    #expect(try talk.fit(String(bare.prefix(Int(Double(talk.syllables) / 1.3)))).reason == nil)
    #expect(try talk.fit(String(bare.prefix(talk.syllables / 2))).reason != nil)
    #expect(try talk.fit(bare + String(bare.reversed())).reason == .transcriptMismatch)
  }

  @Test func `a short answer is not refused on thin evidence`() throws {
    let brief = Talk(sentences: [[9], [11]])
    let other = Talk(sentences: [[11], [9]], vocabulary: 500)
    #expect(try brief.fit(brief.text).reason == nil)
    #expect(try brief.fit(other.text).reason == nil)
    #expect(try brief.fit("谢谢大家").evidence == nil)
  }

  @Test func `a sound without a pause for breath is not judged`() throws {
    let breathless = Talk(sentences: [[133]])
    #expect(try breathless.fit(String(talk.text.prefix(60))).evidence == nil)
  }

  @Test func `clauses that are all alike tell nothing`() throws {
    let even = Talk(sentences: Array(repeating: [8], count: 10))
    let fit = try even.fit(even.text)
    #expect(fit.clausesInPlace == nil)
    #expect(fit.reason == nil)
  }

  @Test func `a slow speaker whose syllables were all heard is no partial transcript`() throws {
    var slow = talk
    slow.secondsPerSyllable = 0.9
    let fit = try slow.fit(slow.text)
    #expect(abs(try #require(fit.syllablesPerSecond) - 1 / 0.9) < 0.01)
    #expect(fit.reason == nil)
  }

  @Test func `words with times are judged by their times`() throws {
    let cue = "WEBVTT\n\n00:00.500 --> 00:05.000\n" + Talk.random(3).text + "\n"
    #expect(try talk.fit(cue).evidence == nil)
  }

  @Test func `line ends are the ends of sentences where nothing else is`() throws {
    func clauses(_ text: String) throws -> [Int] {
      TextAnalyzer().analyze(try plain(text), segments: [], duration: 0, language: nil, keywordGroups: []).shape.clauses.map(\.syllables)
    }
    #expect(try clauses("今天天气很好\n我们去公园\n") == [6, 5])
    #expect(try clauses("今天天气\n很好。我们\n去公园。然后\n回家。") == [6, 5, 4])
    #expect(try clauses("今天，天气很好。") == [2, 4])
  }

  @Test func `of sixteen talks all are taken for themselves, and hardly one for the next`() throws {
    var foreign = 0
    for seed in UInt64(1)...16 {
      let talk = Talk.random(seed)
      #expect(try talk.fit(talk.text).reason == nil, "talk \(seed)")
      if try talk.fit(Talk.random(seed + 1).text).reason == nil { foreign += 1 }
    }
    #expect(foreign <= 1)
  }
}

@Suite struct `Alignment to pauses` {
  private func alignment(_ sound: Talk, _ text: Talk) -> PauseAlignment {
    let (segments, nuclei) = sound.sound
    let clauses = text.sentences.flatMap { sentence in
      sentence.enumerated().map {
        TextShape.Clause(length: Double($1), syllables: $1, endsSentence: $0 == sentence.count - 1)
      }
    }
    return PauseAlignment(SpeechRuns(segments: segments, nuclei: nuclei), clauses)
  }

  @Test func `the text's own order costs less than any other that was tried`() throws {
    var random = Numbers(state: 11)
    for seed in UInt64(1)...20 {
      let talk = Talk.random(seed)
      let own = try #require(alignment(talk, talk).cost())
      for _ in 0..<10 {
        var other = talk
        for last in stride(from: other.sentences.count - 1, to: 0, by: -1) { other.sentences.swapAt(last, random.below(last)) }
        guard other.sentences != talk.sentences else { continue }
        #expect(try #require(alignment(talk, other).cost()) >= own)
      }
    }
  }

  @Test func `a pause in the middle of a clause, and one left out, cost a little`() throws {
    let talk = Talk.long
    let own = try #require(alignment(talk, talk).cost())
    var hesitant = talk
    hesitant.sentences[5] = [7, 9]
    var hasty = talk
    hasty.sentences[0] = [17]
    let paused = try #require(alignment(hesitant, talk).cost())
    let hurried = try #require(alignment(hasty, talk).cost())
    var reversed = talk
    reversed.sentences.reverse()
    let wrong = try #require(alignment(talk, reversed).cost())
    #expect(paused > own && hurried > own)
    #expect(max(paused, hurried) - own < (wrong - own) / 4)
  }

  @Test func `a slower speaker with longer pauses costs the same`() throws {
    let (segments, nuclei) = Talk.long.sound
    let clauses = Talk.long.clauses.map { TextShape.Clause(length: Double($0), syllables: $0, endsSentence: true) }
    let own = try #require(PauseAlignment(SpeechRuns(segments: segments, nuclei: nuclei), clauses).cost())
    let slow = SpeechRuns(segments: segments.map { TimeRange($0.start * 2, $0.end * 2) }, nuclei: nuclei.map { $0 * 2 })
    #expect(abs(try #require(PauseAlignment(slow, clauses).cost()) - own) < 1e-6)
  }

  @Test func `nuclei count for the run that they are nearest to`() {
    let runs = SpeechRuns(segments: [TimeRange(1, 2), TimeRange(3, 4)], nuclei: [0.9, 1.5, 2.4, 2.6, 3.5, 4.2])
    #expect(runs.runs.map(\.nuclei) == [3, 3])
    #expect(runs.gaps == [1])
  }
}
