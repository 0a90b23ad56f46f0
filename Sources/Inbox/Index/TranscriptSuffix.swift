/// What programs put between the recording's name and the ending of its transcript: a language (`q1.zh-CN.srt`), a word for
/// what the file is (`q1.transcript.vtt`), the recording's own ending (`q1.en.wav.srt`).
enum TranscriptSuffix {
  /// The last such part taken off, with the language where it is one; nil where there is none.
  static func split(_ stem: ArraySlice<UInt8>) -> (rest: ArraySlice<UInt8>, language: String?)? {
    var position = stem.endIndex
    // A tag has marks of its own in it (`zh-CN`): the longest part that is one counts, of at most three.
    var found: (ArraySlice<UInt8>, String?)?
    for _ in 0..<3 {
      guard let mark = stem[..<position].lastIndex(where: { [0x2E, 0x5F, 0x2D].contains($0) }), mark > stem.startIndex else { break }
      position = mark
      let tail = String(decoding: stem[(mark + 1)...], as: UTF8.self).lowercased()
      if words.contains(tail) || stem[mark] == 0x2E && FileName.recordings.contains(tail) { found = (stem[..<mark], nil) }
      if let language = language(tail) { found = (stem[..<mark], language) }
    }
    return found.map { (rest: $0.0, language: $0.1) }
  }

  /// The language of a tag (BCP 47: a language, then script, region, or a word that programs add), as its first subtag.
  private static func language(_ tag: String) -> String? {
    let parts = tag.split(omittingEmptySubsequences: false) { $0 == "-" || $0 == "_" }.map(String.init)
    guard let first = parts.first, languages.contains(first), parts.count <= 3 else { return nil }
    let isTag = parts.dropFirst().allSatisfy { part in
      let isLetters = part.utf8.allSatisfy { (97...122).contains($0) }
      return isLetters && (part.utf8.count == 2 || part.utf8.count == 4)
        || part.utf8.count == 3 && part.utf8.allSatisfy { (48...57).contains($0) }
        || words.contains(part)
    }
    guard isTag else { return nil }
    return chinese.contains(first) ? "zh" : english.contains(first) ? "en" : first
  }

  private static let words: Set<String> = [
    "transcript", "transcripts", "transcription", "transcribed", "caption", "captions", "subtitle", "subtitles", "subs", "cc", "sdh",
    "forced", "default", "auto", "orig", "asr", "stt", "转写", "转录", "字幕", "文字稿", "逐字稿", "文稿",
  ]

  private static let chinese: Set<String> = ["zh", "zho", "chi", "cmn", "yue", "chs", "cht", "cn", "tc"]
  private static let english: Set<String> = ["en", "eng"]

  /// ISO 639-1, the three-letter codes (ISO 639-2 and 639-3) of the languages that recognisers know, and what Chinese players
  /// and subtitles use instead.
  private static let languages: Set<String> = chinese.union(english).union(
    """
    aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el eo es et eu fa ff
    fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku
    kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu
    rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo
    wa wo xh yi yo za zu afr amh ara aze bel ben bos bul cat ces cze cym dan deu ger ell gre est eus fas per fil fin fra fre gle glg guj
    hau hak heb hin hrv hun hye ind isl ice ita jav jpn kan kat kaz khm kor lao lat lav lit mal mar mkd mon msa may mul mya bur nan nep
    nld dut nor pan pol por pus ron rum rus sin slk slo slv som spa sqi srp swa swe tam tel tgk tha tgl tur uig ukr und urd uzb vie wuu
    zul
    """.split(whereSeparator: \.isWhitespace).map(String.init))
}
