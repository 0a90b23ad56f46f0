import Interview
import Testing

@testable import Transcripts

private typealias Interval = (Double, Double, String)

private func grid(_ tiers: [(String, [Interval])], isShort: Bool = false) -> String {
  var text = "File type = \"ooTextFile\"\nObject class = \"TextGrid\"\n\n"
  if isShort {
    text += "0\n10\n<exists>\n\(tiers.count)\n"
    for (name, intervals) in tiers {
      text += "\"IntervalTier\"\n\"\(name)\"\n0\n10\n\(intervals.count)\n" + intervals.map { "\($0.0)\n\($0.1)\n\"\($0.2)\"\n" }.joined()
    }
    return text
  }
  text += "xmin = 0\nxmax = 10\ntiers? <exists>\nsize = \(tiers.count)\nitem []:\n"
  for (index, (name, intervals)) in tiers.enumerated() {
    text += "    item [\(index + 1)]:\n        class = \"IntervalTier\"\n        name = \"\(name)\"\n        xmin = 0\n        xmax = 10\n"
    text += "        intervals: size = \(intervals.count)\n"
    for (number, interval) in intervals.enumerated() {
      text +=
        "        intervals [\(number + 1)]:\n            xmin = \(interval.0)\n            xmax = \(interval.1)\n            text = \"\(interval.2)\"\n"
    }
  }
  return text
}

/// Intervals of equal length from a time on.
private func row(_ labels: String, from start: Double, to end: Double) -> [Interval] {
  let parts = labels.split(separator: " ").map(String.init)
  let step = (end - start) / Double(parts.count)
  return parts.enumerated().map { (start + Double($0) * step, start + Double($0 + 1) * step, $1) }
}

@Suite struct `The tiers of a TextGrid` {
  private static let words = row("sp the problem was our payment service sil", from: 1, to: 5)
  private static let arpabet = row("sil DH AH0 P R AA1 B L AH0 M W AA1 Z AW1 ER0 P EY1 M AH0 N T S ER1 V AH0 S", from: 1, to: 5)
  private static let sampa = row("<p:> D @ p r Q b l @ m w Q z aU @ p eI m @ n t s 3: v I s", from: 1, to: 5)
  private static let canon = row("<p:> D@ prQbl@m wQz aU@ peIm@nt s3:vIs <p:>", from: 1, to: 5)
  private static let ipa = row("ð ə p ɹ ɑ b l ə m w ə z aʊ ɚ p e m ə n t s ɝ v ə s", from: 1, to: 5)

  fileprivate static let sets: [[(String, [Interval])]] = [
    [("c20417 - words", words), ("c20417 - phones", arpabet)], [("c20417 - phones", arpabet), ("c20417 - words", words)],
    [("ORT-MAU", words), ("KAN-MAU", canon), ("MAU", sampa)], [("MAU", sampa), ("KAN-MAU", canon), ("ORT-MAU", words)],
    [("PhonAlign", sampa), ("TokensAlign", words), ("PhnTokAlign", canon)], [("tier2", arpabet), ("tier1", words)],
    [("b", ipa), ("a", words)],
    [("x", canon), ("y", words), ("z", sampa)],
    // A sentence above its words tells the same once.
    [("utterance", [(1, 5, "the problem was our payment service")]), ("words", words), ("phones", arpabet)],
    [("spk_words", words), ("spk_phones", arpabet)],
  ]

  @Test(arguments: sets.indices) func `that hold the words are found by what they contain`(number: Int) throws {
    let tiers = Self.sets[number]
    for isShort in [false, true] {
      let text = grid(tiers, isShort: isShort)
      let utf16: [UInt8] = [0xFE, 0xFF] + text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] }
      for bytes in [Array(text.utf8), utf16] {
        let transcript = try TranscriptReader.read(bytes)
        #expect(transcript.text == "the problem was our payment service")
        #expect(transcript.segments.first?.words.first?.range?.start == 1.5)
      }
    }
  }

  @Test func `of Mandarin are those of characters, not of pinyin and tones`() throws {
    let tiers: [(String, [Interval])] = [
      ("py", row("wo3 men5 de5 tuan2 dui4 hen3 hao3", from: 1, to: 4)), ("hz", row("我 们 的 团 队 很 好", from: 1, to: 4)),
      ("t", row("3 5 5 2 4 3 3", from: 1, to: 4)), ("seg", row("w o m en d e t uan d ui h en h ao", from: 1, to: 4)),
    ]
    #expect(try plain(grid(tiers)).text == "我们的团队很好")
  }

  @Test func `of several speakers are theirs, also where they speak at once`() throws {
    let other = row("well go on", from: 0, to: 1.2)
    let tiers = [
      ("host - words", other), ("host - phones", row("W EH1 L G OW1 AA1 N", from: 0, to: 1.2)), ("cand - words", Self.words),
      ("cand - phones", Self.arpabet),
    ]
    let transcript = try plain(grid(tiers))
    #expect(transcript.text == "the problem was our payment service")
    #expect(transcript.othersShare == 3.0 / 9)
    #expect(try TranscriptReader.read(Array(grid(tiers).utf8), speaker: "host").text == "well go on")
  }

  @Test func `that hold only sounds hold no words`() {
    #expect(code(grid([("MAU", Self.sampa), ("KAN", Self.canon)])) == "transcript.no-words")
  }
}
