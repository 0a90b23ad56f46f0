import Interview

/// One counted piece of what was said.
struct SpokenToken {
  /// As the transcript writes it.
  var text: String
  /// Lower case, simplified, half width.
  var folded: String
  /// The number of `folded` in the stream's vocabulary: equal numbers, equal words.
  var id: Int
  var kind: TextScanner.Kind
  /// What stands between it and the token before.
  var breakBefore: TextScanner.Break
  var isCutOff: Bool
  /// Whether it stands without any gap behind a Latin word or figure: the 2 of `B2B`.
  var isJoined: Bool
  /// Which segment of the transcript it stands in.
  var segment: Int
  /// As read aloud.
  var syllables = 1
  /// Han characters, and figures as they are read in Chinese.
  var spokenCharacters = 0
  /// English words as read aloud; 0 in Chinese.
  var latinWords = 0
  /// Whether a word begins here, by ICU's dictionary.
  var isWordStart = true
  var range: TimeRange?

  var isHan: Bool { kind == .han }
}
