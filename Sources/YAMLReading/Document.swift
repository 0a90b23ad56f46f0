import Interview
import Yams

/// One thing wrong in a document, where it stands, and what would be right.
public struct Mistake: Sendable, Equatable {
  /// From 1.
  public let line: Int
  public let column: Int
  /// The dotted path of the value, for example `dimensions[1].weight`.
  public let path: String
  public let problem: Bilingual

  /// `12:5 dimensions[1].weight: …`
  public func text(in language: Language) -> String { "\(line):\(column) \(path.isEmpty ? "" : path + ": ")\(problem[language])" }
}

/// A YAML text read with line and column of every value; all its mistakes are collected and told at once.
///
/// Readers ask a `Section` for the keys they know; what nobody asked for is an unknown key, and a mistake.
public final class Document {
  public let name: String
  public private(set) var mistakes: [Mistake] = []
  private let node: Node?

  /// Largest text read; a role model of a hundred questions has some 50 kB.
  public static let largest = 1 << 20
  private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
  /// A document with more mistakes than this is another kind of file.
  private static let maximumMistakes = 100

  /// - Throws: `document.too-large`, `document.encoding`, `document.unparseable` with line and column.
  public init(_ bytes: [UInt8], name: String) throws(Fault) {
    self.name = name
    guard bytes.count <= Self.largest else { throw Fault(.documentTooLarge, "\(name): \(bytes.count) bytes") }
    // Editors on Windows put a byte order mark in front of UTF-8; it says nothing.
    let content = bytes.starts(with: Self.byteOrderMark) ? bytes[Self.byteOrderMark.count...] : bytes[...]
    guard let text = String(validating: content, as: UTF8.self) else { throw Fault(.documentEncoding, name) }
    try Self.refuseBombs(text, name: name)
    do {
      node = try Yams.compose(yaml: text)
    } catch YamlError.duplicatedKeysInMapping(let keys, let context) {
      throw Fault(.documentDuplicateKey, "\(name):\(context.mark.line):\(context.mark.column): \(keys.joined(separator: ", "))")
    } catch let error as YamlError {
      throw Fault(.documentUnparseable, Self.describe(error, name: name))
    } catch {
      throw Fault(.documentUnparseable, "\(name): \(error)")
    }
  }

  /// The document's top; an empty document is an empty section.
  public var root: Section {
    switch node {
    case .mapping(let mapping): return Section(document: self, path: "", mapping: mapping, mark: node?.mark)
    case nil: return Section(document: self, path: "", mapping: nil, mark: nil)
    default:
      note(node?.mark, "", Bilingual(zh: "这里应为“键: 值”", en: "keys with values are expected here"))
      return Section(document: self, path: "", mapping: nil, mark: node?.mark)
    }
  }

  func note(_ mark: Mark?, _ path: String, _ problem: Bilingual) {
    guard mistakes.count < Self.maximumMistakes else { return }
    mistakes.append(Mistake(line: mark?.line ?? 1, column: mark?.column ?? 1, path: path, problem: problem))
  }

  /// Every mistake, in the order of the text.
  public var inOrder: [Mistake] { mistakes.sorted { ($0.line, $0.column) < ($1.line, $1.column) } }

  /// Throws `code` when anything was wrong; the detail lists every mistake, one a line, in the order of the text.
  public func finish(as code: FaultCode) throws(Fault) {
    guard !mistakes.isEmpty else { return }
    throw Fault(code, inOrder.map { name + ":" + $0.text(in: .en) }.joined(separator: "\n"))
  }

  private static func describe(_ error: YamlError, name: String) -> String {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _), .composer(_, let problem, let mark, _):
      "\(name):\(mark.line):\(mark.column): \(problem)"
    default: "\(name): \(error)"
    }
  }
}

extension FaultCode {
  public static let documentTooLarge = FaultCode(
    "document.too-large", cause: Bilingual(zh: "YAML 文件过大", en: "the YAML file is too large"),
    action: Bilingual(zh: "确认是否放错了文件；上限为 1 MiB。", en: "Check that it is the right file; the limit is 1 MiB."))
  public static let documentEncoding = FaultCode(
    "document.encoding", cause: Bilingual(zh: "文件不是 UTF-8 编码", en: "the file is not UTF-8"),
    action: Bilingual(zh: "请以 UTF-8 保存。", en: "Save it as UTF-8."))
  public static let documentUnparseable = FaultCode(
    "document.unparseable", cause: Bilingual(zh: "YAML 语法错误", en: "the YAML cannot be parsed"),
    action: Bilingual(
      zh: "按所示行列改正：检查缩进、冒号后的空格与引号。",
      en: "Correct it at the line and column shown: check the indentation, the space after colons, and the quotes."))

  public static let documentDuplicateKey = FaultCode(
    "document.duplicate-key", cause: Bilingual(zh: "同一个键写了两次", en: "a key appears twice"),
    action: Bilingual(zh: "删除其中一个，或合并两处的内容。", en: "Remove one of them, or combine the two."))
  public static let documentTooDeep = FaultCode(
    "document.too-deep", cause: Bilingual(zh: "YAML 嵌套过深", en: "the YAML is nested too deeply"),
    action: Bilingual(zh: "最多 64 层；确认文件是否损坏。", en: "At most 64 levels are read; check that the file is what it should be."))
  public static let documentAliases = FaultCode(
    "document.aliases", cause: Bilingual(zh: "YAML 引用（*name）过多", en: "the YAML has too many aliases (*name)"),
    action: Bilingual(zh: "最多 16 处；请把内容直接写出。", en: "At most 16 are read; write the content out instead."))

  public static let documentCodes: [FaultCode] = [
    .documentTooLarge, .documentEncoding, .documentUnparseable, .documentDuplicateKey, .documentTooDeep, .documentAliases,
  ]
}
