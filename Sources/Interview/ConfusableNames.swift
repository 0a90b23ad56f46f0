/// Names that are different and look alike to a reader: another script's letters, other widths, signs without width, `0` and
/// `O`.
public enum ConfusableNames {
  /// The groups of names that only look alike, each in the order given.
  public static func groups(of names: some Sequence<String>) -> [[String]] {
    var order: [String] = []
    var groups: [String: [String]] = [:]
    for name in names {
      let skeleton = skeleton(of: name)
      if groups[skeleton] == nil { order.append(skeleton) }
      // By bytes: the two ways to write one accented letter are equal to `==`, and no less two names.
      if !(groups[skeleton] ?? []).contains(where: { $0.utf8.elementsEqual(name.utf8) }) { groups[skeleton, default: []].append(name) }
    }
    return order.compactMap { skeleton in groups[skeleton].flatMap { $0.count > 1 ? $0 : nil } }
  }

  /// A sentence a group, nothing where all names differ to the eye.
  public static func notes(of names: some Sequence<String>) -> [Bilingual] {
    groups(of: names).map { group in
      let names = group.map { name in name.visibleLine + spelled(name) }
      return Bilingual(
        zh: "这些名称只是看上去相同，实为不同：\(names.joined(separator: "、"))", en: "these names only look alike: \(names.joined(separator: ", "))")
    }
  }

  /// What the eye takes the name for: the idea of UTS 39's skeletons, with the letters that Greek and Cyrillic share with Latin
  /// in shape, full-width forms, spaces, dashes, and the digits 0 and 1.
  static func skeleton(of name: String) -> String {
    var result = ""
    for scalar in name.unicodeScalars where !scalar.isUnseen {
      if scalar.properties.generalCategory == .spaceSeparator {
        result.append(" ")
      } else if scalar.properties.generalCategory == .dashPunctuation || scalar == "\u{2212}" {
        result.append("-")
      } else if (0xFF01...0xFF5E).contains(scalar.value), let narrow = Unicode.Scalar(scalar.value - 0xFEE0) {
        result.unicodeScalars.append(shapes[narrow] ?? narrow)
      } else {
        result.unicodeScalars.append(shapes[scalar] ?? scalar)
      }
    }
    return result
  }

  /// ` (U+0430)`: the signs of a name beyond ASCII, which tell it from its likes; nothing where it has none.
  private static func spelled(_ name: String) -> String {
    let foreign = name.unicodeScalars.filter { !$0.isASCII }.prefix(8).map(\.codePoint)
    return foreign.isEmpty ? "" : " (\(foreign.joined(separator: " ")))"
  }

  private static let shapes: [Unicode.Scalar: Unicode.Scalar] = {
    let latin = "AABCEHlJKMOPSTXYVDGacehijopsuvxybBEZHlKMNOPTYXvouyalllO"
    let other = "ΑАВСЕНІЈКМОРЅТХҮѴԀԌасеһіјорѕսѵхуЬΒΕΖΗΙΚΜΝΟΡΤΥΧνουγα1I|0"
    return Dictionary(zip(other.unicodeScalars, latin.unicodeScalars), uniquingKeysWith: { first, _ in first })
  }()
}
