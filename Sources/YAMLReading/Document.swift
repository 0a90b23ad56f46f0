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
  private static let mostMistakes = 100

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
    guard mistakes.count < Self.mostMistakes else { return }
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
