import Foundation
import Interview

/// A name as people compare names, for the list of who is forgotten: without regard to case, to blanks around it, to
/// full-width digits and letters and other forms of one character (Unicode compatibility, UAX 15 NFKC), to the kind of dash, and
/// to characters that nobody sees.
package enum FoldedName {
  package static func of(_ name: String) -> String {
    let seen = name.unicodeScalars.filter { scalar in
      let properties = scalar.properties
      return !properties.isDefaultIgnorableCodePoint && (properties.generalCategory != .control || properties.isWhitespace)
        && properties.generalCategory != .format
    }
    // Upper case first: `ß` and `SS` meet there. Folding may undo the normal form, so it is made once more.
    let plain = String(String.UnicodeScalarView(seen)).precomposedStringWithCompatibilityMapping
      .uppercased().lowercased().precomposedStringWithCompatibilityMapping
    let dashed = plain.unicodeScalars.map { $0.properties.generalCategory == .dashPunctuation || $0 == "\u{2212}" ? "-" : $0 }
    return String(String.UnicodeScalarView(dashed)).split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}
