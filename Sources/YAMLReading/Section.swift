import Interview
import Yams

/// The keys of one mapping in a document. Asking for a key marks it as known; `done()` reports the keys nobody asked for.
///
/// A value of the wrong kind is noted as a mistake and read as missing, so that one reading finds every mistake.
public final class Section {
  public let path: String
  let document: Document
  private let mark: Mark?
  private let entries: [(key: String, mark: Mark?, node: Node)]
  /// Where each key stands first: a stranger's document may have many.
  private let indexByKey: [String: Int]
  private var asked: Set<String> = []

  init(document: Document, path: String, mapping: Node.Mapping?, mark: Mark?) {
    self.document = document
    self.path = path
    self.mark = mark
    entries = (mapping.map(Array.init) ?? []).map { ($0.key.string ?? "?", $0.key.mark, $0.value) }
    indexByKey = Dictionary(entries.enumerated().map { ($1.key, $0) }) { first, _ in first }
  }

  private func entry(_ key: String) -> (key: String, mark: Mark?, node: Node)? { indexByKey[key].map { entries[$0] } }

  /// Every key in the order written.
  public var keys: [String] { entries.map(\.key) }

  /// Whether the key stands there; whoever asks knows it.
  public func has(_ key: String) -> Bool {
    asked.insert(key)
    return indexByKey[key] != nil
  }

  /// Whether a mapping stands under this key.
  public func isSection(_ key: String) -> Bool {
    if case .mapping = node(key) { true } else { false }
  }

  /// The line that a key stands on, from 1; nil where it is not there.
  public func line(_ key: String) -> Int? { entry(key)?.mark?.line }

  /// Whether the key's value is a mapping, where a key may be written in two ways.
  public func isMapping(_ key: String) -> Bool {
    if case .mapping = entry(key)?.node { true } else { false }
  }

  /// Whether the key's value is a list, where a key may be written in two ways.
  public func isList(_ key: String) -> Bool {
    if case .sequence = entry(key)?.node { true } else { false }
  }

  /// Notes a mistake at a key's value, or at this section where the key is missing.
  public func mistake(_ key: String?, _ problem: Bilingual) {
    let entry = key.flatMap(entry)
    document.note(entry?.node.mark ?? mark, key.map(fullPath) ?? path, problem)
  }

  /// Notes a mistake when the key is missing.
  public func require(_ keys: String...) {
    for key in keys where !has(key) { mistake(nil, Bilingual(zh: "缺少“\(key)”", en: "\(key) is missing")) }
  }

  /// Passes a key over whose value does not matter any more, because what is wrong with it was said already.
  public func ignore(_ key: String) { asked.insert(key) }

  /// Of these, what somebody may have meant: at most a third of the letters differ.
  public static func nearest(_ text: String, of valid: [String]) -> String? {
    let near = valid.filter { text.utf8.count <= 4 * $0.utf8.count + 8 }.map { ($0, distance($0, text)) }.filter {
      $0.1 * 3 <= max(3, text.count)
    }
    return near.min { ($0.1, $0.0) < ($1.1, $1.0) }?.0
  }

  /// Notes that a word is none of those that are valid, naming the one that was perhaps meant first.
  public func mistake(_ key: String, _ text: String, isNoneOf valid: [String]) {
    let near = Self.nearest(text, of: valid)
    let list = valid.joined(separator: ", ")
    mistake(
      key,
      Bilingual(
        zh: "“\(text)”无效" + (near.map { "；是否想写“\($0)”？" } ?? "；") + "可用：\(list)",
        en: "\(text) is not valid" + (near.map { "; did you mean \($0)?" } ?? ";") + " valid are \(list)"))
  }

  /// Reports every key that was not asked for, with the known key it resembles.
  public func done() {
    for entry in entries where !asked.contains(entry.key) {
      let near = asked.filter { abs($0.utf8.count - entry.key.utf8.count) <= 8 && Self.distance($0, entry.key) <= 2 }.min()
      let hint = near.map { Bilingual(zh: "；是否想写“\($0)”？", en: "; did you mean \($0)?") }
      let known = asked.sorted().joined(separator: ", ")
      document.note(
        entry.mark, fullPath(entry.key),
        Bilingual(
          zh: "未知的键“\(entry.key)”" + (hint?.zh ?? "；可用：\(known)"), en: "unknown key \(entry.key)" + (hint?.en ?? "; valid are \(known)")))
    }
  }

  private func fullPath(_ key: String) -> String { path.isEmpty ? key : path + "." + key }

  private func node(_ key: String) -> Node? {
    asked.insert(key)
    guard let node = entry(key)?.node else { return nil }
    // `key:` with nothing behind it is a key that was left open, which every key may be.
    if case .scalar(let scalar) = node, scalar.style == .plain, ["", "~", "null"].contains(scalar.string) { return nil }
    return node
  }

  /// The scalar's text as written, whatever type YAML would give it.
  public func string(_ key: String) -> String? {
    guard let node = node(key) else { return nil }
    guard case .scalar(let scalar) = node else {
      document.note(node.mark, fullPath(key), Bilingual(zh: "这里应为文字", en: "a text is expected"))
      return nil
    }
    return scalar.string
  }

  public func number(_ key: String, in range: ClosedRange<Double>) -> Double? {
    guard let text = string(key) else { return nil }
    guard let value = Double(text), value.isFinite, range.contains(value) else {
      let bounds = "\(Self.short(range.lowerBound))…\(Self.short(range.upperBound))"
      mistake(key, Bilingual(zh: "“\(text)”应为 \(bounds) 之间的数", en: "\(text) is not a number in \(bounds)"))
      return nil
    }
    return value
  }

  public func integer(_ key: String, in range: ClosedRange<Int>) -> Int? {
    guard let text = string(key) else { return nil }
    guard let value = Int(text), range.contains(value) else {
      mistake(
        key,
        Bilingual(
          zh: "“\(text)”应为 \(range.lowerBound)…\(range.upperBound) 之间的整数",
          en: "\(text) is not a whole number in \(range.lowerBound)…\(range.upperBound)"))
      return nil
    }
    return value
  }

  public func flag(_ key: String) -> Bool? {
    guard let text = string(key) else { return nil }
    switch text.lowercased() {
    case "true", "yes", "on": return true
    case "false", "no", "off": return false
    default:
      mistake(key, Bilingual(zh: "“\(text)”应为 true 或 false", en: "\(text) is neither true nor false"))
      return nil
    }
  }

  /// One of a closed list of words.
  public func choice<Value: RawRepresentable & CaseIterable>(_ key: String, _: Value.Type) -> Value? where Value.RawValue == String {
    guard let text = string(key) else { return nil }
    if let value = Value(rawValue: text) { return value }
    mistake(key, text, isNoneOf: Value.allCases.map(\.rawValue))
    return nil
  }

  /// `{zh: …, en: …}`, both wanted; a bare text serves for both.
  public func bilingual(_ key: String) -> Bilingual? {
    guard let node = node(key) else { return nil }
    if case .scalar(let scalar) = node { return Bilingual(zh: scalar.string, en: scalar.string) }
    guard let section = section(key) else { return nil }
    section.require("zh", "en")
    defer { section.done() }
    guard let zh = section.string("zh"), let en = section.string("en") else { return nil }
    return Bilingual(zh: zh, en: en)
  }

  /// A list of texts; a single text is a list of one.
  public func strings(_ key: String) -> [String]? {
    guard let node = node(key) else { return nil }
    if case .scalar(let scalar) = node { return [scalar.string] }
    guard case .sequence(let sequence) = node else {
      document.note(node.mark, fullPath(key), Bilingual(zh: "这里应为列表", en: "a list is expected"))
      return nil
    }
    return sequence.enumerated().compactMap { index, item in
      if case .scalar(let scalar) = item { return scalar.string }
      document.note(item.mark, fullPath(key) + "[\(index)]", Bilingual(zh: "这里应为文字", en: "a text is expected"))
      return nil
    }
  }

  public func section(_ key: String) -> Section? {
    guard let node = node(key) else { return nil }
    return Section.of(node, document, fullPath(key))
  }

  /// A list of mappings.
  public func sections(_ key: String) -> [Section] {
    guard let node = node(key) else { return [] }
    guard case .sequence(let sequence) = node else {
      document.note(node.mark, fullPath(key), Bilingual(zh: "这里应为列表", en: "a list is expected"))
      return []
    }
    return sequence.enumerated().compactMap { Section.of($1, document, fullPath(key) + "[\($0)]") }
  }

  private static func of(_ node: Node, _ document: Document, _ path: String) -> Section? {
    guard case .mapping(let mapping) = node else {
      document.note(node.mark, path, Bilingual(zh: "这里应为“键: 值”", en: "keys with values are expected here"))
      return nil
    }
    return Section(document: document, path: path, mapping: mapping, mark: node.mark)
  }

  static func short(_ value: Double) -> String { value == value.rounded() && abs(value) < 1e15 ? "\(Int(value))" : "\(value)" }

  /// Levenshtein distance; keys are short.
  private static func distance(_ left: String, _ right: String) -> Int {
    let right = Array(right)
    var row = Array(0...right.count)
    for (i, a) in left.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for (j, b) in right.enumerated() {
        let above = row[j + 1]
        row[j + 1] = min(above + 1, row[j] + 1, diagonal + (a == b ? 0 : 1))
        diagonal = above
      }
    }
    return row[right.count]
  }
}
