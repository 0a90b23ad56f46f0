/// The encodings before Unicode that transcripts still come in, told apart by what the text would be.
///
/// Nearly any bytes are characters in GB 18030, so that they can be read proves nothing. In a real text of a language its most
/// frequent characters make a third; in a text of the wrong encoding hardly one is found.
enum OldEncodings {
  /// Share of the most frequent characters from which a text is of its language.
  private static let minimumShare = 0.12

  /// The name of the one that is expected.
  static let usual = "GB 18030"

  /// The text and the encoding's name; nil where none is sure. Stray bytes are left out and counted.
  static func text(_ bytes: [UInt8]) -> (text: (text: String, strays: Int), name: String)? {
    if let text = western(bytes) { return ((text, 0), "Windows-1252") }
    var found: [(text: String, strays: Int, share: Double, name: String)] = []
    for (name, encoding, isFrequent) in candidates {
      guard let read = DoubleBytes.read(bytes, encoding) else { continue }
      let share = share(read.text, isFrequent)
      // Damage is rare: one stray byte in fifty, or one at all.
      guard share >= minimumShare, read.strays <= max(1, bytes.count / 50) else { continue }
      found.append((read.text, read.strays, share, name))
    }
    found.sort { $0.share > $1.share }
    guard let best = found.first, found.count == 1 || best.share > 1.5 * found[1].share else { return nil }
    return ((best.text, best.strays), best.name)
  }

  private typealias Test = @Sendable (Unicode.Scalar) -> Bool

  private static let candidates: [(String, ICU.Encoding, Test)] = [
    (usual, .gb18030, { FrequentCharacters.chinese.contains($0) }), ("Big5", .big5, { FrequentCharacters.chinese.contains($0) }),
    ("Shift-JIS", .shiftJIS, { (0x3041...0x30FA).contains($0.value) }), ("EUC-KR", .eucKR, { FrequentCharacters.korean.contains($0) }),
  ]

  /// Among what is neither ASCII nor punctuation.
  private static func share(_ text: String, _ isFrequent: Test) -> Double {
    var (frequent, all, odd) = (0, 0, 0)
    for scalar in text.unicodeScalars where scalar.value >= 0x80 {
      if (0x2010...0x203F).contains(scalar.value) || (0x3000...0x303F).contains(scalar.value) || (0xFF00...0xFF65).contains(scalar.value) {
        continue
      }
      all += 1
      if isFrequent(scalar) { frequent += 1 }
      // Box drawing, private use, half-width kana, letters of other scripts: no text of these languages has many.
      if !scalar.isHan, !(0x3041...0x30FF).contains(scalar.value), !(0xAC00...0xD7A3).contains(scalar.value) { odd += 1 }
    }
    guard all > 0, odd * 5 <= all else { return 0 }
    return Double(frequent) / Double(all)
  }

  /// Windows-1252 (Latin 1 is a part of it): each letter stands by a letter, each mark where such marks stand, and ASCII prevails.
  ///
  /// Half a character of UTF-8 would be Ã or â alone, or a row of them: then it is no Western text.
  private static func western(_ bytes: [UInt8]) -> String? {
    let high = bytes.indices.filter { bytes[$0] >= 0x80 }
    guard !high.isEmpty, high.count * 5 <= bytes.count, let text = ICU.text(bytes, .windows1252) else { return nil }
    let scalars = Array(text.unicodeScalars)
    guard scalars.count == bytes.count else { return nil }
    for index in high {
      let before = index > 0 ? scalars[index - 1] : " "
      let after = index + 1 < scalars.count ? scalars[index + 1] : " "
      // By a letter of ASCII: two accented ones in a row are half a Chinese character each.
      let isBeside = isPlain(before) || isPlain(after) || scalars[index] == "à" && before == " " && after == " "
      switch scalars[index].value {
      case 0xC0...0xD6, 0xD8...0xF6, 0xF8...0xFF, 0x152, 0x153, 0x160, 0x161, 0x178, 0x17D, 0x17E, 0x192:
        let isHigh = before.value >= 0x80 && after.value >= 0x80
        // A capital within a word is none: Ã in "coÃl".
        let isCapital = scalars[index].properties.isUppercase && isLower(before)
        guard isBeside, !isHigh, !isCapital else { return nil }
      case 0x80...0x9F: return nil
      // Dashes, dots and points stand between spaces too.
      case 0x2013, 0x2014, 0x2022, 0x2026, 0xB7, 0xA0: break
      default: guard isBeside || isLetter(before) || isLetter(after) || before.isASCIIDigit || after.isASCIIDigit else { return nil }
      }
    }
    return text
  }

  private static func isLetter(_ scalar: Unicode.Scalar) -> Bool { scalar.isLetter && scalar.value < 0x250 }

  private static func isPlain(_ scalar: Unicode.Scalar) -> Bool { scalar.value < 0x80 && scalar.isLetter }

  private static func isLower(_ scalar: Unicode.Scalar) -> Bool { isPlain(scalar) && scalar.properties.isLowercase }
}

/// A text of one and two bytes a character, with stray bytes left out.
enum DoubleBytes {
  /// Nil where a whole character is none in the encoding, more often than damage is.
  static func read(_ bytes: [UInt8], _ encoding: ICU.Encoding) -> (text: String, strays: Int)? {
    if let text = ICU.text(bytes, encoding), !text.unicodeScalars.contains("\u{FFFD}") { return (text, 0) }
    var kept: [UInt8] = []
    kept.reserveCapacity(bytes.count)
    var strays = 0
    var index = 0
    while index < bytes.count {
      let length = length(bytes, index, encoding)
      if length == 0 {
        strays += 1
        index += 1
      } else {
        kept += bytes[index..<index + length]
        index += length
      }
    }
    guard strays * 20 <= bytes.count || strays == 1, let text = ICU.text(kept, encoding), !text.unicodeScalars.contains("\u{FFFD}") else {
      return nil
    }
    return (text, strays)
  }

  /// The bytes of the character that begins here; 0 where none does.
  private static func length(_ bytes: [UInt8], _ index: Int, _ encoding: ICU.Encoding) -> Int {
    let first = bytes[index]
    if first < 0x80 { return 1 }
    if encoding == .shiftJIS, (0xA1...0xDF).contains(first) { return 1 }
    guard index + 1 < bytes.count, (0x81...0xFE).contains(first) else { return 0 }
    let second = bytes[index + 1]
    if encoding == .gb18030, (0x30...0x39).contains(second) {
      guard index + 3 < bytes.count, (0x81...0xFE).contains(bytes[index + 2]), (0x30...0x39).contains(bytes[index + 3]) else { return 0 }
      return 4
    }
    let isTrail: Bool
    switch encoding {
    case .gb18030, .shiftJIS: isTrail = (0x40...0xFE).contains(second) && second != 0x7F
    case .big5: isTrail = (0x40...0x7E).contains(second) || (0xA1...0xFE).contains(second)
    case .eucKR: isTrail = (0x41...0xFE).contains(second)
    case .windows1252: return 1
    }
    return isTrail ? 2 : 0
  }
}

/// The most frequent characters of a language, by which its texts are told from noise.
enum FrequentCharacters {
  /// The first 200 or so of Chinese (Jun Da 2004, modern texts; Tsai 1996, traditional), in both forms, with those of interviews.
  static let chinese = Set(
    """
    的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实\
    日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度门任常先海通教儿原东声提立及比员解水名真论处走\
    這個們來為國說時會對過發後著種經學還進動現當沒開從實無與長機關點業將兩間問應戰頭體見產給門東聲員論處
    做客户团队销售项目公司需负责认协沟服务目标问题结果完成客戶團隊項認協溝結戶責
    """.unicodeScalars.filter { $0.isHan })

  /// The first 60 or so syllables of Korean (of the frequency list of the National Institute of Korean Language).
  static let korean = Set("이다는을가에의고하를은한지로기사도서리나시자어들인대그해정아니것라수게보일전있면만부으제했주상과구장습여성동와원저공무야안우합았생적".unicodeScalars)
}
