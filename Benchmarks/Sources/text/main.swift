// Seconds to read and measure a transcript of 100,000 words: text. One JSON object a line.
import Glibc
import Interview
import Transcripts

func seconds(_ clock: clockid_t) -> Double {
  var time = timespec()
  clock_gettime(clock, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
}

/// The same words in every run: numbers by Knuth's MMIX.
struct Speaker {
  private var state: UInt64 = 1

  mutating func say(_ vocabulary: [String]) -> String {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return vocabulary[Int(state >> 33) % vocabulary.count]
  }
}

let english = "we our team client data because project built then improved result new quickly had no budget 30% 2024 don't um"
  .split(separator: " ").map(String.init)
let chinese = ["我们", "团队", "客户", "需求", "首先", "然后", "提升了", "30%", "数据", "没有", "嗯", "项目", "负责", "最后", "结果", "2024年", "系统", "因为"]
let groups = [
  KeywordGroup(name: "team", terms: ["团队协作", "团队", "team"]), KeywordGroup(name: "need", terms: ["客户需求", "痛点", "client"]),
  KeywordGroup(name: "data", terms: ["数据支持", "data"]),
]
let words = 100_000

func text(_ vocabulary: [String], _ separator: String) -> String {
  var speaker = Speaker()
  var text = ""
  for index in 0..<words {
    text += speaker.say(vocabulary)
    text += index % 14 == 13 ? (separator.isEmpty ? "。" : ". ") : separator
  }
  return text
}

func timed(_ vocabulary: [String]) -> String {
  var speaker = Speaker()
  var lines = ""
  for index in 0..<words { lines += "a 1 \(Double(index * 3) / 10) 0.25 \(speaker.say(vocabulary))\n" }
  return lines
}

let inputs = [
  ("English, plain text", text(english, " ")), ("Mandarin, plain text", text(chinese, "")),
  ("English, CTM with word times", timed(english)),
  ("Mandarin, CTM with word times", timed(chinese)),
]
do throws(Fault) {
  let analyzer = TextAnalyzer()
  // Dictionaries are loaded once in a process.
  _ = analyzer.analyze(try TranscriptReader.read(Array("我们 team".utf8)), segments: [], duration: 1, language: nil, keywordGroups: groups)
  for (name, input) in inputs {
    let (wall, cpu) = (seconds(CLOCK_MONOTONIC), seconds(CLOCK_PROCESS_CPUTIME_ID))
    let transcript = try TranscriptReader.read(Array(input.utf8))
    let found = analyzer.analyze(
      transcript, segments: [TimeRange(0, 30_000)], duration: 30_000, language: nil, keywordGroups: groups)
    let fit = TranscriptFit(transcript, findings: found, segments: [TimeRange(0, 30_000)], duration: 30_000, declared: nil)
    let (took, used) = (seconds(CLOCK_MONOTONIC) - wall, seconds(CLOCK_PROCESS_CPUTIME_ID) - cpu)
    print(
      "{\"transcript\": \"\(name)\", \"words\": \(words), \"syllables\": \(found.syllables), \"fits\": \(fit.reason == nil), \"wall_s\": \(took), \"cpu_s\": \(used)}"
    )
  }
} catch {
  print("\(error)")
  exit(1)
}
