/// Emoji by Unicode's own properties (UTS 51), so that no list has to grow with them.
extension Unicode.Scalar {
  /// Whether it is an emoji or belongs to one.
  ///
  /// An emoji is what is shown as a picture by itself, or can be and is a symbol: 😊, ☹, a flag's letters, a skin tone. Digits,
  /// `#`, `*`, `©`, `®` and `™` can be shown as pictures too, but are text; so is a digit with a keycap, whose cap alone goes.
  /// - Parameters: what stands beside it: a joiner (U+200D) belongs to an emoji only beside one.
  func isEmoji(after before: Unicode.Scalar?, before after: Unicode.Scalar?) -> Bool {
    guard value >= 0x200D else { return false }
    if value == 0x200D { return before?.isPicture == true || after?.isPicture == true }
    return isPicture
  }

  private var isPicture: Bool {
    switch value {
    // Variation selectors, the keycap, and tags, which spell the flags of regions.
    case 0xFE0E, 0xFE0F, 0x20E3, 0xE0020...0xE007F: true
    // Letters that are also pictures: ©, ®, ™, ℹ; ‼ and ⁉ are punctuation.
    case ..<0x2190: false
    // The blocks of pictographs: what is not assigned yet will be one.
    case 0x1F000...0x1FAFF: !properties.isAlphabetic || properties.isEmoji
    default: properties.isEmojiPresentation || properties.isEmoji && properties.generalCategory == .otherSymbol
    }
  }
}
