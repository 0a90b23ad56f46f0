/// What browsers, desktops and synchronisers add to the name of a second copy.
enum CopyMark {
  /// Words with which a synchroniser says that two versions contradict each other: nobody calls a question so.
  private static let conflicts = [
    "sync-conflict", "conflicted copy", "conflict copy", "conflicting copy", "sfconflict", "冲突副本", "冲突的副本", "冲突文件", "衝突副本",
    "衝突的副本",
  ]

  /// Whether the name says outright that it is the copy of a conflict.
  static func isConflict(_ name: [UInt8]) -> Bool {
    let text = String(decoding: name, as: UTF8.self).lowercased()
    return conflicts.contains { text.contains($0) }
  }

  /// Ends of names that a second copy gets, after which a number may stand.
  private static let endings = [
    " - copy", "- copy", " copy", " - 副本", "- 副本", " 的副本", "的副本", " 副本", "-副本", "_副本", "副本", " - 複製", " - kopie", " - copie",
    " - copia", " - コピー", " のコピー", "のコピー", ".conflict",
  ]
  private static let beginnings = ["copy of ", "副本 "]

  /// The name that it would be a copy of: `q1` for `q1 (1)`, `q1 - Copy`, `q1 副本 2`. Nil where it looks like none. Whether it is
  /// one is known by whether that name is there.
  static func original(of stem: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    guard let text = String(validating: stem, as: UTF8.self) else { return nil }
    var rest = text[...]
    while let shorter = withoutNumber(rest) ?? withoutWord(rest) { rest = shorter }
    guard rest.utf8.count < text.utf8.count, !rest.isEmpty else { return nil }
    return Array(rest.utf8)[...]
  }

  /// Without `(1)` at the end, 1 to 99, and the blanks before it.
  private static func withoutNumber(_ text: Substring) -> Substring? {
    guard let last = text.last, last == ")" || last == "）" else { return nil }
    let inner = text.dropLast()
    guard let open = inner.lastIndex(where: { $0 == "(" || $0 == "（" }), open > text.startIndex else { return nil }
    let digits = inner[inner.index(after: open)...]
    guard (1...2).contains(digits.utf8.count), digits.utf8.allSatisfy({ (48...57).contains($0) }), digits.first != "0" else { return nil }
    return trimmed(text[..<open])
  }

  private static func withoutWord(_ text: Substring) -> Substring? {
    var rest = text
    // `q1 copy 2`: the number counts only behind the word.
    while let last = rest.last, ("0"..."9").contains(last) { rest = rest.dropLast() }
    if rest.endIndex < text.endIndex { rest = trimmed(rest) }
    let lower = rest.lowercased()
    guard lower.count == rest.count else { return nil }
    if let word = endings.first(where: { lower.hasSuffix($0) && lower.count > $0.count }) { return trimmed(rest.dropLast(word.count)) }
    let whole = text.lowercased()
    if let word = beginnings.first(where: { whole.hasPrefix($0) && whole.count > $0.count }) { return text.dropFirst(word.count) }
    return nil
  }

  private static func trimmed(_ text: Substring) -> Substring {
    var rest = text
    while rest.last?.isWhitespace == true { rest = rest.dropLast() }
    return rest
  }
}
