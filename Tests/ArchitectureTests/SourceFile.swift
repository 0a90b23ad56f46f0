import Foundation

/// A Swift file as the checks see it: its words, without comments and without what stands in string literals.
struct SourceFile {
  /// From the repository's root, for example `Sources/Speech/Pitch/Tracker.swift`.
  let path: String
  /// The lines as written.
  let lines: [Substring]
  /// The same lines with comments and literals taken out.
  let code: [Substring]

  init(path: String, text: String) {
    self.path = path
    // A last line feed ends a line, it does not begin another.
    lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast(text.hasSuffix("\n") ? 1 : 0)
    code = Self.withoutProse(text).split(separator: "\n", omittingEmptySubsequences: false)
  }

  var name: String { String(path.split(separator: "/").last ?? "") }

  /// The target that the file belongs to: the folder below `Sources`.
  var module: String {
    let parts = path.split(separator: "/")
    return parts.count > 2 ? String(parts[1]) : ""
  }
}

extension SourceFile {
  /// Every Swift file below `folder` of `root`, in the order of their paths.
  static func all(below folder: String, of root: URL) throws -> [SourceFile] {
    let base = root.appendingPathComponent(folder).resolvingSymlinksInPath()
    guard let walk = FileManager.default.enumerator(atPath: base.path) else { throw CocoaError(.fileReadNoSuchFile) }
    return try walk.compactMap { $0 as? String }.filter { $0.hasSuffix(".swift") }.sorted().map { path in
      SourceFile(path: folder + "/" + path, text: try String(contentsOf: base.appendingPathComponent(path), encoding: .utf8))
    }
  }
}

extension SourceFile {
  /// `text` with the same line breaks, where comments and string literals are left out. Code inside an interpolation is
  /// left out too.
  static func withoutProse(_ text: String) -> String {
    var rest = Array(text.utf8)[...]
    var kept: [UInt8] = []
    /// Drops bytes up to and with `end`, keeping line breaks; a backslash hides the byte after it when `escapes`.
    func drop(through end: [UInt8], escapes: Bool) {
      while !rest.isEmpty {
        if rest.starts(with: end) {
          rest = rest.dropFirst(end.count)
          return
        }
        if escapes, rest.first == UInt8(ascii: "\\") { rest = rest.dropFirst() }
        if rest.first == UInt8(ascii: "\n") { kept.append(UInt8(ascii: "\n")) }
        rest = rest.dropFirst()
      }
    }
    func dropNestedComment() {
      var depth = 0
      while let byte = rest.first {
        if rest.starts(with: "/*".utf8) {
          depth += 1
          rest = rest.dropFirst(2)
        } else if rest.starts(with: "*/".utf8) {
          depth -= 1
          rest = rest.dropFirst(2)
          if depth == 0 { return }
        } else {
          if byte == UInt8(ascii: "\n") { kept.append(byte) }
          rest = rest.dropFirst()
        }
      }
    }
    while let byte = rest.first {
      if rest.starts(with: "//".utf8) {
        rest = rest.drop { $0 != UInt8(ascii: "\n") }
      } else if rest.starts(with: "/*".utf8) {
        dropNestedComment()
      } else if rest.starts(with: "#\"".utf8) {
        rest = rest.dropFirst(2)
        drop(through: Array("\"#".utf8), escapes: false)
      } else if rest.starts(with: "\"\"\"".utf8) {
        rest = rest.dropFirst(3)
        drop(through: Array("\"\"\"".utf8), escapes: true)
      } else if byte == UInt8(ascii: "\"") {
        rest = rest.dropFirst()
        drop(through: [UInt8(ascii: "\"")], escapes: true)
      } else if byte == UInt8(ascii: "`") {
        rest = rest.dropFirst()
        drop(through: [UInt8(ascii: "`")], escapes: false)
      } else {
        kept.append(byte)
        rest = rest.dropFirst()
      }
    }
    return String(decoding: kept, as: UTF8.self)
  }
}
