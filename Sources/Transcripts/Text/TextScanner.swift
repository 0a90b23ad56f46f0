/// Cuts text into the smallest pieces that are counted: a Han character, a Latin word, a figure.
struct TextScanner {
  /// What stands between a token and the one before it, in rising strength.
  enum Break: Int, Comparable {
    case none
    case space
    /// The recogniser began a new segment here, without punctuation.
    case segment
    /// A comma, a dash, an ellipsis, a bracket.
    case clause
    /// A full stop, a question mark, an exclamation mark, a semicolon.
    case sentence

    static func < (left: Break, right: Break) -> Bool { left.rawValue < right.rawValue }
  }

  enum Kind: Hashable { case han, latin, other, number }

  struct Piece {
    var kind: Kind
    /// Positions in the scalars scanned.
    var span: Range<Int>
    var breakBefore: Break
    /// `wa-`: a word that was broken off.
    var isCutOff = false
  }

  /// Scalars in the longest word or figure: what is longer is no word and is cut, so that no later step meets one of megabytes.
  static let maximumRun = 256

  private let scalars: [Unicode.Scalar]
  private var index = 0
  private var pending: Break = .none
  private var pieces: [Piece] = []

  private init(_ scalars: [Unicode.Scalar]) { self.scalars = scalars }

  /// The pieces in order. Scalars should be folded to half width. Linear.
  static func pieces(_ scalars: [Unicode.Scalar]) -> (pieces: [Piece], breakAfter: Break) {
    var scanner = TextScanner(scalars)
    scanner.scan()
    return (scanner.pieces, scanner.pending)
  }

  /// How many pieces a text has.
  static func count(_ text: String) -> Int { pieces(Array(text.unicodeScalars)).pieces.count }

  /// The tokens as recognisers count them: a Han character or a Latin word each.
  static func recogniserTokens(_ text: String) -> [String] {
    let scalars = Array(text.unicodeScalars)
    return pieces(scalars).pieces.map { String(String.UnicodeScalarView(scalars[$0.span])) }
  }

  private func at(_ position: Int) -> Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

  private mutating func scan() {
    while index < scalars.count {
      let scalar = scalars[index]
      if scalar.isHan {
        take(.han, to: index + 1)
      } else if beginsNumber {
        number()
      } else if scalar.isLetter {
        word()
      } else {
        pending = max(pending, Self.strength(scalar, between: index > 0 ? scalars[index - 1] : nil, at(index + 1)))
        index += 1
      }
    }
  }

  private mutating func take(_ kind: Kind, to end: Int, isCutOff: Bool = false) {
    pieces.append(Piece(kind: kind, span: index..<end, breakBefore: pending, isCutOff: isCutOff))
    pending = .none
    index = end
  }

  /// Letters with apostrophes inside; hyphenated words are cut where both sides are words (`state-of-the-art`), and kept
  /// where one side is a letter (`e-mail`). Signs that are said belong to it: `C++`, `C#`, `R&D`.
  private mutating func word() {
    var end = index
    while end - index < Self.maximumRun, let scalar = at(end) {
      if scalar.isLetter || scalar.properties.isGraphemeExtend {
        end += 1
      } else if scalar.isApostrophe, at(end + 1)?.isLetter == true {
        end += 2
      } else if scalar.isHyphen, end - index == 1, at(end + 1)?.isLetter == true {
        end += 2
      } else if scalar == "&", end - index <= 3, at(end + 1)?.isLatin == true {
        // R&D, AT&T.
        end += 2
      } else {
        break
      }
    }
    // C++, C#, A+: signs that are said with the letter.
    if at(end) == "+", at(end + 1) == "+", at(end + 2)?.isLetter != true {
      end += 2
    } else if let sign = at(end), sign == "+" || sign == "#" && end - index <= 2, at(end + 1).map({ !$0.isSpoken || $0.isHan }) ?? true {
      end += 1
    }
    let cut = at(end)?.isHyphen == true && (at(end + 1).map { $0.properties.isWhitespace || $0.isHyphen } ?? true)
    take(scalars[index].isLatin ? .latin : .other, to: end, isCutOff: cut)
  }

  /// A digit, or a currency or sign before one. A hyphen is a minus where it joins nothing: `−5`, `(-8%)`, `气温-5度`, not `3-5`,
  /// `COVID-19`, `方案-2`.
  private var beginsNumber: Bool {
    let scalar = scalars[index]
    if scalar.isASCIIDigit { return true }
    func isFigure(_ offset: Int) -> Bool {
      guard let next = at(offset) else { return false }
      return next.isASCIIDigit || isCurrency(next) && at(offset + 1)?.isASCIIDigit == true
    }
    if isCurrency(scalar) { return at(index + 1)?.isASCIIDigit == true }
    guard "+-\u{2212}±#".unicodeScalars.contains(scalar), isFigure(index + 1) else { return false }
    let before = index > 0 ? scalars[index - 1] : " "
    switch scalar {
    case "\u{2212}", "±": return true
    case "+": return !before.isLetter && before != "+"
    case "#": return !before.isLetter && !before.isASCIIDigit
    default:
      if before.isHan { return isDegree(after: index + 1) }
      return !before.isSpoken && !before.isHyphen && !"%‰℃°).]".unicodeScalars.contains(before)
    }
  }

  /// Whether a figure ends in a mark or unit that can be below zero.
  private func isDegree(after start: Int) -> Bool {
    var end = start
    while let scalar = at(end), end - start < 12, scalar.isASCIIDigit || scalar == "." { end += 1 }
    return at(end).map { "%‰℃°度".unicodeScalars.contains($0) } ?? false
  }

  /// A figure with what belongs to its reading: `1,200`, `3.5`, `10:30`, `2024-05-06`, `3/4`, `35%`, `¥300`, `−5`, `5%-10%`, `100+`.
  private mutating func number() {
    var end = index
    while let scalar = at(end), !scalar.isASCIIDigit { end += 1 }
    while end - index < Self.maximumRun, let scalar = at(end) {
      let isBeforeDigit = at(end + 1)?.isASCIIDigit == true
      if scalar.isASCIIDigit {
        end += 1
      } else if isBeforeDigit, ".:/~*×".unicodeScalars.contains(scalar) || scalar.isHyphen || scalar == "\u{2014}" {
        end += 2
      } else if isBeforeDigit, scalar == "x", at(index)?.isASCIIDigit == true {
        end += 2
      } else if scalar == ",", (1...3).allSatisfy({ at(end + $0)?.isASCIIDigit == true }), at(end + 4)?.isASCIIDigit != true {
        end += 4
      } else if "%‰℃".unicodeScalars.contains(scalar) {
        end += 1
        // 5%-10% is one figure.
        guard let dash = at(end), dash.isHyphen || dash == "~" || dash == "\u{2014}", at(end + 1)?.isASCIIDigit == true else { break }
        end += 2
      } else {
        break
      }
    }
    if at(end) == "°" {
      end += 1
      if let unit = at(end), "CFcf".unicodeScalars.contains(unit), at(end + 1)?.isLetter != true { end += 1 }
    }
    if let sign = at(end), sign == "+" || sign == "#", at(end + 1).map({ !$0.isASCIIDigit && $0 != sign }) ?? true { end += 1 }
    take(.number, to: end)
  }

  private func isCurrency(_ scalar: Unicode.Scalar) -> Bool { "$¥￥€£".unicodeScalars.contains(scalar) }

  private static func strength(_ scalar: Unicode.Scalar, between before: Unicode.Scalar?, _ after: Unicode.Scalar?) -> Break {
    switch scalar {
    case "。", "!", "?", ";", "！", "？", "；", ".": return .sentence
    case ",", "，", "、", ":", "：", "…", "—", "(", ")", "（", "）", "~", "～": return .clause
    case "\n", "\r": return .segment
    default:
      if scalar.properties.isWhitespace { return .space }
      // A hyphen between words joins them; with a space beside it, it is a dash.
      if scalar.isHyphen { return before?.isSpoken == true && after?.isSpoken == true ? .none : .clause }
      return .none
    }
  }
}
