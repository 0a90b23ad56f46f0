import Interview

/// Which tiers of a TextGrid hold what was said.
extension TextGrid {
  struct Tier {
    var name: String
    var intervals: [(start: Double, end: Double, text: String)] = []
  }

  /// Labels of silence and noise: Praat's, MFA's, MAUS's and SPPAS's.
  private static let silences: Set<String> = [
    "<sil>", "sil", "sp", "spn", "<p:>", "<p>", "<usb>", "<nib>", "<eps>", "<unk>", "<oov>", "{oov}", "{sl}", "{ns}", "pau", "#", "+", "*",
    "@",
    "_", "-", "dummy", "xxx", "noise", "<noise>", "silence", "<silence>", "ssil", "h#", "<s>", "</s>", "nsn", "brth", "{br}", "{lg}",
  ]

  private static func isSilence(_ text: String) -> Bool { silences.contains(text.lowercased()) }

  /// 1. Tiers of phones, tones, syllables in pinyin, parts of speech fall away, by their labels.
  /// 2. The rest is taken from the one with the most text down; of two that tell the same the one of single words comes first.
  /// 3. A tier that speaks while a chosen one does is another layer of it, unless its name says that it is another speaker's;
  ///    the others are further speakers.
  static func draft(_ tiers: [Tier]) -> RawTranscript {
    var draft = RawTranscript(.textGrid)
    let spoken = tiers.map { Figures($0) }.filter { $0.tokens > 0 && !$0.isPhonetic }
    let order = spoken.indices.sorted { one, other in
      let (a, b) = (spoken[one], spoken[other])
      if a.tokens * 5 < b.tokens * 4 || b.tokens * 5 < a.tokens * 4 { return a.tokens > b.tokens }
      if a.isNamedWords != b.isNamedWords { return a.isNamedWords }
      if a.isWords != b.isWords { return a.isWords }
      return (b.tokens, one) < (a.tokens, other)
    }
    var chosen: [Figures] = []
    for index in order {
      let tier = spoken[index]
      let isLayer = chosen.contains { other in
        if let mine = tier.speaker, let theirs = other.speaker { return mine == theirs }
        return overlap(tier.ranges, other.ranges) >= 0.2
      }
      if !isLayer { chosen.append(tier) }
    }
    for figures in chosen { add(figures, to: &draft, speaker: chosen.count > 1 ? figures.speaker ?? figures.tier.name : nil) }
    return draft
  }

  private static func add(_ figures: Figures, to draft: inout RawTranscript, speaker: String?) {
    var run: [RawTranscript.Piece] = []
    for interval in figures.tier.intervals {
      let text = interval.text.trimmed
      if text.isEmpty || isSilence(text) {
        draft.add(words: run, speaker: speaker)
        run = []
      } else if figures.isWords {
        run.append(RawTranscript.Piece(text: text, start: interval.start, end: interval.end))
      } else {
        draft.segments.append(RawTranscript.Segment(text: text, start: interval.start, end: interval.end, speaker: speaker))
      }
    }
    draft.add(words: run, speaker: speaker)
  }

  /// What tells a tier of words from one of phones.
  private struct Figures {
    let tier: Tier
    let tokens: Int
    /// One word to a label.
    let isWords: Bool
    let isNamedWords: Bool
    let isPhonetic: Bool
    let ranges: Stretches
    /// The part of the name before ` - `, as MFA writes it, or before a word for the layer.
    let speaker: String?

    init(_ tier: Tier) {
      self.tier = tier
      let filled = tier.intervals.filter { !$0.text.trimmed.isEmpty && !TextGrid.isSilence($0.text.trimmed) }
      let labels = filled.map(\.text.trimmed)
      let counts = labels.map { TextScanner.count($0) }
      tokens = counts.reduce(0, +)
      isWords = !labels.isEmpty && counts.allSatisfy { $0 <= 4 }
      let (speaker, layer) = Self.parts(tier.name)
      self.speaker = speaker
      isNamedWords = layer.map(Self.wordNames.contains) ?? false
      let isNamedPhones = layer.map(Self.phoneNames.contains) ?? false
      isPhonetic = isNamedPhones || !isNamedWords && Self.arePhonetic(labels)
      ranges = Stretches(filled.compactMap { RawTranscript.range($0.start, $0.end) })
    }

    private static let wordNames: Set<String> = [
      "word", "words", "wrd", "ort", "orth", "ortho", "orthography", "orthographic", "token", "tokens", "tokensalign", "text", "transcript",
      "transcription", "utterance", "utterances", "utt", "sentence", "sentences", "ipu", "ipus", "trs", "lexeme", "词", "字", "词语", "文本",
      "句子",
      "汉字", "hanzi",
    ]
    private static let phoneNames: Set<String> = [
      "phone", "phones", "phoneme", "phonemes", "phn", "phns", "phonalign", "phntokalign", "phontokens", "kan", "kas", "mau", "mas", "ipa",
      "sampa", "syllable", "syllables", "syll", "syl", "syllalign", "tone", "tones", "pinyin", "py", "segment", "segments", "pos", "tobi",
      "prosody", "break", "breaks", "pitch", "momel", "intsint", "音素", "音节", "拼音", "声调", "声韵母", "词性",
    ]

    /// `spk - words` → (`spk`, `words`); `ORT-MAU` → (nil, `ort`); `TokensAlign` → (nil, `tokensalign`); `Alice_words`.
    private static func parts(_ name: String) -> (speaker: String?, layer: String?) {
      let pieces = name.split { " -_/:.()[]".contains($0) }.map { $0.lowercased() }
      func isLayer(_ piece: String) -> Bool { wordNames.contains(piece) || phoneNames.contains(piece) }
      // MAUS: ORT-MAU holds words, KAN-MAU and MAU phones: the first part decides.
      if let first = pieces.first, isLayer(first) { return (nil, first) }
      guard let last = pieces.last, pieces.count > 1, isLayer(last) else { return (nil, nil) }
      let bare = name.dropLast(last.count)
      let end = bare.lastIndex { !" -_/:.()[]".contains($0) } ?? bare.startIndex
      return (String(bare[...end]), last)
    }

    /// Whether most labels are sounds: signs of SAMPA or IPA, ARPABET's stress figures, pinyin with tones, letters one by one,
    /// or one or two letters on the average. Han characters are words.
    private static func arePhonetic(_ labels: [String]) -> Bool {
      guard !labels.isEmpty, !labels.contains(where: { $0.unicodeScalars.contains(where: \.isHan) }) else { return false }
      var signs = 0
      var letters = 0
      var pieces = 0
      for label in labels {
        let parts = label.split(separator: " ")
        pieces += parts.count
        letters += label.unicodeScalars.count { $0.isLetter }
        if label.unicodeScalars.contains(where: isSign) || parts.contains(where: isToned)
          || parts.count > 1 && parts.allSatisfy({ $0.count <= 2 })
        {
          signs += 1
        }
      }
      let isFigures = labels.allSatisfy { $0.unicodeScalars.allSatisfy { !$0.isLetter } }
      return isFigures || signs * 10 >= labels.count * 3 || pieces > 4 && Double(letters) / Double(max(1, pieces)) < 2.3
    }

    private static func isSign(_ scalar: Unicode.Scalar) -> Bool {
      "@{}:~\\`=|^&<>?\"".unicodeScalars.contains(scalar) || (0x250...0x2FF).contains(scalar.value) || scalar == "θ" || scalar == "ð"
        || scalar == "ŋ"
    }

    /// Letters and one figure: AH0, wo3.
    private static func isToned(_ part: Substring) -> Bool {
      guard let last = part.last, last.isNumber, part.count > 1 else { return false }
      return part.dropLast().allSatisfy { $0.isLetter && $0.isASCII || $0 == "ü" }
    }
  }

  private static func overlap(_ one: Stretches, _ other: Stretches) -> Double {
    one.overlap(other) / max(0.001, min(one.total, other.total))
  }
}
