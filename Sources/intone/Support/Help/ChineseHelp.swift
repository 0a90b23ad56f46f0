import ArgumentParser
import FoundationEssentials
import Interview

/// The help in Chinese: the argument parser's own description of the command (which writes its help in English), with every
/// text from the lists beside this file. What has no translation yet stands in English.
struct ChineseHelp {
  private struct Tool: Decodable { var command: Command }

  fileprivate struct Command: Decodable {
    var commandName: String
    var abstract: String?
    var discussion: String?
    var defaultSubcommand: String?
    var subcommands: [Command]?
    var arguments: [Argument]?
    var shouldDisplay: Bool?
  }

  fileprivate struct Argument: Decodable {
    struct Name: Decodable {
      var kind: String
      var name: String
    }
    var kind: String
    var shouldDisplay: Bool
    var isOptional: Bool
    var isRepeating: Bool
    var names: [Name]?
    var valueName: String?
    var defaultValue: String?
    var abstract: String?
  }

  /// Texts of the help that have no Chinese one.
  static func missing(in description: String) throws -> [String] {
    var found: [String] = []
    func walk(_ command: Command) {
      for text in [command.abstract].compactMap({ $0 }) where verbs[text] == nil { found.append(text) }
      let prose = Self.prose(command.discussion ?? "").prose
      if !prose.isEmpty, discussions[prose] == nil { found.append(prose) }
      for text in (command.arguments ?? []).compactMap(\.abstract) where options[text] == nil { found.append(text) }
      for child in command.subcommands ?? [] { walk(child) }
    }
    walk(try JSONDecoder().decode(Tool.self, from: Data(description.utf8)).command)
    return found
  }

  /// The help that these arguments ask for; nil where they ask for none, or not in Chinese.
  static func asked(_ arguments: [String], description: () -> String) -> String? {
    let words = arguments.prefix { $0 != "--" }
    let isAsked = words.isEmpty || words.first == "help" || words.contains("--help") || words.contains("-h")
    guard isAsked, language(Array(words)) == .zh,
      // What the parser cannot describe is told by itself, in English.
      let root = try? JSONDecoder().decode(Tool.self, from: Data(description().utf8)).command
    else { return nil }
    var (path, command) = ([root.commandName], root)
    for word in words where word != "help" {
      guard let child = command.subcommands?.first(where: { $0.commandName == word }) else { break }
      path.append(word)
      command = child
    }
    return page(command, path)
  }

  /// That of `--lang` or `--language`, else that of the terminal.
  static func language(_ words: [String]) -> Language {
    for (index, word) in words.enumerated() {
      for name in ["--lang", "--language"] {
        if word == name, index + 1 < words.count, let language = Language(rawValue: words[index + 1]) { return language }
        if word.hasPrefix(name + "="), let language = Language(rawValue: String(word.dropFirst(name.count + 1))) { return language }
      }
    }
    return .ofTerminal
  }

  private static func page(_ command: Command, _ path: [String]) -> String {
    let shown = (command.arguments ?? []).filter(\.shouldDisplay)
    let children = (command.subcommands ?? []).filter { $0.shouldDisplay ?? true }
    var lines = "概述：\(translated(command.abstract, verbs))".wrapped(to: 80, indent: 0)
    let (prose, examples) = prose(command.discussion ?? "")
    if !prose.isEmpty { lines += [""] + (discussions[prose] ?? prose).wrapped(to: 80) }
    if !examples.isEmpty { lines += ["", "示例："] + examples.split(separator: "\n").map(String.init) }
    let usage = shown.map(\.usage) + (children.isEmpty ? [] : ["<子命令>"])
    lines += [""] + ("用法：" + (path + usage).joined(separator: " ")).wrapped(to: 80, indent: 6)
    for (title, kinds) in [("参数：", ["positional"]), ("选项：", ["option", "flag"])] {
      let members = shown.filter { kinds.contains($0.kind) }
      if !members.isEmpty { lines += ["", title] + members.flatMap(\.lines) }
    }
    if !children.isEmpty {
      lines += ["", "子命令："]
      for child in children {
        let mark = child.commandName == command.defaultSubcommand ? "（默认）" : ""
        lines += Self.row(child.commandName + mark, translated(child.abstract, verbs))
      }
      lines += ["", "  “\(path.joined(separator: " ")) <子命令> --help” 显示详细说明。"]
    }
    return lines.joined(separator: "\n")
  }

  /// A discussion's prose, and its examples as they stand.
  private static func prose(_ discussion: String) -> (prose: String, examples: String) {
    guard let mark = discussion.firstRange(of: "EXAMPLE") else { return (discussion, "") }
    let rest = discussion[mark.upperBound...].drop { $0 != "\n" }.dropFirst()
    var prose = String(discussion[..<mark.lowerBound])
    while prose.hasSuffix("\n") { prose.removeLast() }
    return (prose, String(rest))
  }

  fileprivate static func translated(_ text: String?, _ words: [String: String]) -> String { text.map { words[$0] ?? $0 } ?? "" }

  fileprivate static func row(_ head: String, _ text: String) -> [String] {
    let column = 26
    let start = ("  " + head).padded(to: column)
    if start.displayWidth > column { return [start] + (String(repeating: " ", count: column) + text).wrapped(to: 80, indent: column) }
    return (start + text).wrapped(to: 80, indent: column)
  }
}

extension ChineseHelp.Argument {
  /// `--lang`, `-q`, as they are typed.
  private var spelled: [String] { (names ?? []).map { ($0.kind == "long" ? "--" : "-") + $0.name } }

  fileprivate var usage: String {
    let value = "<\(valueName ?? "值")>" + (isRepeating ? " ..." : "")
    let word = kind == "positional" ? value : kind == "flag" ? spelled.last ?? "" : "\(spelled.last ?? "") \(value)"
    return isOptional ? "[\(word)]" : word
  }

  fileprivate var lines: [String] {
    let value = "<\(valueName ?? "值")>"
    let head = kind == "positional" ? value : spelled.joined(separator: ", ") + (kind == "flag" ? "" : " " + value)
    let standard = defaultValue.map { kind == "flag" ? "" : "（默认：\($0)）" } ?? ""
    return ChineseHelp.row(head, ChineseHelp.translated(abstract, ChineseHelp.options) + standard)
  }
}
