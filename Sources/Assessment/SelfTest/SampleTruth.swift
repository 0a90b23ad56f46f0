import Documents
import Files
import Interview
import RoleModels
import Speech

/// What is in a sample recording by construction: the members of `samples/truth/…/q1.json` that a self-test needs.
struct SampleTruth: Document {
  let duration_s: Double
  let lead_in_s: Double
  let span_s: Double
  let syllables: Double
  let pauses: [TimeRange]

  /// - Throws: `file.…`, `selftest.samples-missing` where it is no such document.
  init(_ path: String) throws(Fault) {
    let text = String(decoding: try Files.read(path: path, limit: 1 << 20), as: UTF8.self)
    do { self = try SampleTruth(reading: text) } catch { throw Fault(.selftestSamplesMissing, "\(path): \(error)") }
  }
}

/// The largest errors against the truth, and what is allowed: the bounds that the tests of the samples hold.
struct Truths {
  private struct Bound {
    let name: String
    let title: Bilingual
    /// In `unit`.
    let allowed: Double
    let unit: String
    let decimals: Int
    var largest: Double?
  }

  private var bounds = [
    // MP3 and AAC pad their first and last block.
    Bound(name: "duration", title: Bilingual(zh: "录音时长", en: "duration"), allowed: 0.06, unit: "s", decimals: 3),
    Bound(name: "lead-in", title: Bilingual(zh: "开口前时间", en: "time before the first word"), allowed: 0.1, unit: "s", decimals: 3),
    Bound(name: "span", title: Bilingual(zh: "首尾发声间隔", en: "first to last word"), allowed: 0.15, unit: "s", decimals: 3),
    // Of pauses of at least 0.35 s: the threshold is 0.25 s, and an edge may be off by 30 ms.
    Bound(name: "pauses", title: Bilingual(zh: "停顿的中点", en: "middle of a pause"), allowed: 0.05, unit: "s", decimals: 3),
    Bound(name: "pause total", title: Bilingual(zh: "停顿总长", en: "pauses together"), allowed: 8, unit: "%", decimals: 1),
    // Mandarin is counted exactly, English read by rule.
    Bound(name: "syllables zh", title: Bilingual(zh: "汉语音节数", en: "Mandarin syllables"), allowed: 3, unit: "%", decimals: 1),
    Bound(name: "syllables en", title: Bilingual(zh: "英语音节数", en: "English syllables"), allowed: 6, unit: "%", decimals: 1),
    Bound(name: "pitch", title: Bilingual(zh: "音高中位数", en: "median pitch"), allowed: 0.6, unit: "%", decimals: 2),
    Bound(name: "pitch spread", title: Bilingual(zh: "音高标准差", en: "spread of pitch"), allowed: 0.1, unit: "st", decimals: 3),
  ]

  private mutating func note(_ name: String, _ error: Double?) {
    guard let index = bounds.firstIndex(where: { $0.name == name }) else { return }
    bounds[index].largest = max(bounds[index].largest ?? 0, abs(error ?? .infinity))
  }

  mutating func add(_ analysis: AnswerAnalysis, _ truth: SampleTruth) {
    note("duration", analysis.duration - truth.duration_s)
    note("lead-in", analysis.evidence[.leadIn].value.map { $0 - truth.lead_in_s })
    note("span", analysis.evidence[.span].value.map { $0 - truth.span_s })
    let long = truth.pauses.filter { $0.duration >= 0.35 }
    var total = 0.0
    for pause in long {
      let nearest = analysis.profile.pauses.min { distance($0, pause) < distance($1, pause) }
      note("pauses", nearest.map { distance($0, pause) })
      total += nearest?.duration ?? 0
    }
    if !long.isEmpty { note("pause total", 100 * (total / long.reduce(0) { $0 + $1.duration } - 1)) }
    let language = analysis.evidence.language?.rawValue ?? ""
    note("syllables " + language, analysis.evidence[.syllables].value.map { 100 * ($0 / truth.syllables - 1) })
  }

  /// `samples/pitch/glide.flac` goes evenly in semitones from 110 to 220 Hz and back: its median is 110·√2 Hz, its standard
  /// deviation 12/√12 st.
  mutating func addGlide(_ analysis: AnswerAnalysis) {
    note("pitch", analysis.evidence[.f0Median].value.map { 100 * ($0 / (110 * 2.0.squareRoot()) - 1) })
    note("pitch spread", analysis.evidence[.f0SD].value.map { $0 - 12.0 / 12.0.squareRoot() })
  }

  private func distance(_ one: TimeRange, _ other: TimeRange) -> Double { abs(one.start + one.end - other.start - other.end) / 2 }

  var findings: [SelfTest.Finding] {
    bounds.map { bound in
      let allowed = "\(JSON.number(bound.allowed).text) \(bound.unit)"
      guard let largest = bound.largest else {
        return SelfTest.Finding(
          state: .skipped, about: bound.name,
          text: Bilingual(zh: "\(bound.title.zh)：没有可比的样本", en: "\(bound.title.en): no sample could be read"))
      }
      let found = largest.isFinite ? "\(JSON.rounded(largest, bound.decimals).text) \(bound.unit)" : "—"
      return SelfTest.Finding(
        state: largest <= bound.allowed ? .ok : .failed, about: bound.name,
        text: Bilingual(
          zh: "\(bound.title.zh)与真值相差至多 \(found)，允许 \(allowed)", en: "\(bound.title.en): off by at most \(found), \(allowed) allowed"))
    }
  }
}
