/// One line that breaks a rule.
struct Violation: Equatable, CustomStringConvertible {
  let path: String
  /// Counted from 1; 0 where the whole file is meant.
  let line: Int
  let rule: String

  var description: String { "\(path):\(line): \(rule)" }
}

extension ModulePlan {
  /// Imports that the table does not allow, and folders that it does not know.
  func forbiddenImports(in files: [SourceFile]) -> [Violation] {
    files.flatMap { file -> [Violation] in
      guard let module = self[file.module] else {
        return [Violation(path: file.path, line: 0, rule: "the table plan knows no target \(file.module)")]
      }
      let allowed = module.own.union(module.foreign).union(wholeFoundation.contains(file.path) ? ["Foundation"] : [])
      return file.imports.filter { !allowed.contains($0.module) }.map {
        Violation(path: file.path, line: $0.line, rule: "\(module.name) may not import \($0.module)")
      }
    }
  }

  /// What the table allows and no file uses: a permission wider than the house would let a new arrow in unnoticed.
  func unusedPermissions(in files: [SourceFile]) -> [String] {
    let used = Dictionary(grouping: files, by: \.module).mapValues { Set($0.flatMap { $0.imports.map(\.module) }) }
    return modules.flatMap { module in
      module.own.union(module.foreign).subtracting(used[module.name] ?? []).sorted().map {
        "\(module.name) may import \($0), and no file does"
      }
    }
  }

  /// Libraries that are known to more modules than one.
  func sharedLibraries(in files: [SourceFile]) -> [Violation] {
    var owners: [String: String] = [:]
    var found: [Violation] = []
    for file in files {
      for line in file.imports where knownToOneModule.contains(line.module) {
        let first = owners[line.module, default: file.module]
        owners[line.module] = first
        if first != file.module {
          found.append(Violation(path: file.path, line: line.line, rule: "\(line.module) is known to \(first) already"))
        }
      }
    }
    return found
  }

  /// Words that give up the compiler's guarantees, outside the files that are allowed them; and allowed files that no
  /// longer need to be.
  func unsafeWords(in files: [SourceFile]) -> [Violation] {
    var needed: Set<String> = []
    var found: [Violation] = []
    for file in files {
      for (index, code) in file.code.enumerated() {
        if code.contains("try!") || code.contains("as!") || code.words.contains("fatalError") {
          found.append(Violation(path: file.path, line: index + 1, rule: "no try!, as! or fatalError"))
        }
        guard code.words.contains("unsafe") || code.contains("@unchecked") else { continue }
        // Said once a file: its first line is enough to find it.
        if needed.insert(file.path).inserted, !unsafeFiles.contains(file.path) {
          found.append(Violation(path: file.path, line: index + 1, rule: "not among the files that may be unsafe"))
        }
      }
    }
    return found
      + unsafeFiles.subtracting(needed).sorted().map {
        Violation(path: $0, line: 0, rule: "listed among the files that may be unsafe, and is not")
      }
  }

  /// What a pure module may not touch: the clock, chance, files, the terminal, concurrency.
  func impureWords(in files: [SourceFile]) -> [Violation] {
    let impure: Set<Substring> = [
      "FileManager", "FileHandle", "ProcessInfo", "ContinuousClock", "SuspendingClock", "SystemRandomNumberGenerator", "print",
      "async", "await", "Task", "actor",
    ]
    return files.filter { self[$0.module]?.isPure == true }.flatMap { file in
      file.code.enumerated().flatMap { index, code in
        code.words.filter(impure.contains).map {
          Violation(path: file.path, line: index + 1, rule: "\(file.module) is pure and may not say \($0)")
        }
      }
    }
  }

  /// Files longer than a reader takes in at once.
  func longFiles(in files: [SourceFile]) -> [Violation] {
    files.filter { $0.lines.count > maximumLines }.map {
      Violation(path: $0.path, line: maximumLines + 1, rule: "\($0.lines.count) lines; a file has at most \(maximumLines)")
    }
  }
}

extension SourceFile {
  /// The modules imported, with their lines. `import struct A.B` imports `A`.
  var imports: [(line: Int, module: String)] {
    let kinds: Set<Substring> = ["struct", "class", "enum", "protocol", "typealias", "func", "let", "var"]
    return code.enumerated().compactMap { index, code in
      let words = code.words
      // Attributes and access modifiers stand before the keyword: `@preconcurrency public import A`.
      guard let keyword = words.firstIndex(of: "import") else { return nil }
      return words[(keyword + 1)...].first { !kinds.contains($0) }.map { (index + 1, String($0)) }
    }
  }
}

extension Substring {
  /// The identifiers and keywords in a line of code, in order.
  var words: [Substring] {
    split { !($0.isLetter || $0.isNumber || $0 == "_") }
  }
}
