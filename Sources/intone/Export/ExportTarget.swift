import Files
import FoundationEssentials
import Interview

/// Where an export goes: a new directory, or a new tar file. Readable for whoever asked for it alone.
final class ExportTarget {
  private let directory: String?
  private let tar: TarFile?
  /// What was written, in order, with its bytes.
  private(set) var written: [(name: String, bytes: Int)] = []

  /// - Parameter path: a tar file where it ends in `.tar`, else a directory; neither may be there yet.
  /// - Throws: `export.target-exists`, `file.unwritable`.
  init(_ path: String) throws(Fault) {
    guard !FileManager.default.fileExists(atPath: path) else { throw Fault(.exportTargetExists, path) }
    if path.hasSuffix(".tar") {
      (directory, tar) = (nil, try TarFile(path))
    } else {
      (directory, tar) = (path, nil)
      try Self.make(path)
    }
  }

  private static func make(_ path: String) throws(Fault) {
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    } catch {
      throw Fault(.fileUnwritable, path)
    }
  }

  func add(_ name: String, _ text: String) throws(Fault) {
    let bytes = Array(text.utf8)
    var isGiven = false
    try add(name, size: bytes.count) { () throws(Fault) in
      defer { isGiven = true }
      return isGiven ? [] : bytes
    }
  }

  /// - Parameters:
  ///   - name: with `/` between directories.
  ///   - next: gives the next piece; empty at the end.
  func add(_ name: String, size: Int, _ next: () throws(Fault) -> [UInt8]) throws(Fault) {
    if let tar {
      try tar.add(name, size: size, next)
    } else if let directory {
      let path = directory + "/" + name
      try Self.make(path.folder)
      let file = try PrivateFileWriter(path: path)
      while case let piece = try next(), !piece.isEmpty { try file.write(piece) }
    }
    written.append((name, size))
  }

  /// To be called at the end: a tar file has an end of its own.
  func finish() throws(Fault) { try tar?.finish() }
}

/// A tar archive (POSIX.1-2001, pax): names of any length and in any script.
final class TarFile {
  private let file: PrivateFileWriter
  private static let block = 512

  init(_ path: String) throws(Fault) { file = try PrivateFileWriter(path: path) }

  func add(_ name: String, size: Int, _ next: () throws(Fault) -> [UInt8]) throws(Fault) {
    if name.utf8.count > 99 || !name.utf8.allSatisfy({ $0 < 128 }) {
      let record = Self.record("path", name)
      try file.write(Self.header("pax", size: record.count, type: UInt8(ascii: "x")) + record + Self.padding(record.count))
    }
    let short = String(name.unicodeScalars.map { $0.isASCII ? Character($0) : "_" }.suffix(99))
    try file.write(Self.header(short, size: size, type: UInt8(ascii: "0")))
    var count = 0
    while case let piece = try next(), !piece.isEmpty {
      try file.write(piece)
      count += piece.count
    }
    guard count == size else { throw Fault(.fileUnreadable, name) }
    try file.write(Self.padding(size))
  }

  func finish() throws(Fault) {
    try file.write([UInt8](repeating: 0, count: 2 * Self.block))
    try file.sync()
  }

  /// `length key=value`, the length being that of the whole line.
  private static func record(_ key: String, _ value: String) -> [UInt8] {
    let rest = " \(key)=\(value)\n".utf8.count
    var length = rest + 1
    while String(length).utf8.count + rest != length { length = String(length).utf8.count + rest }
    return Array("\(length) \(key)=\(value)\n".utf8)
  }

  private static func padding(_ size: Int) -> [UInt8] { [UInt8](repeating: 0, count: (block - size % block) % block) }

  private static func header(_ name: String, size: Int, type: UInt8) -> [UInt8] {
    var header = [UInt8](repeating: 0, count: block)
    func put(_ text: String, at offset: Int) { header.replaceSubrange(offset..<(offset + text.utf8.count), with: text.utf8) }
    func octal(_ value: Int, _ digits: Int) -> String {
      let text = String(value, radix: 8)
      return String(repeating: "0", count: max(0, digits - text.count)) + text
    }
    put(name, at: 0)
    put(octal(0o600, 7), at: 100)
    put(octal(0, 7), at: 108)
    put(octal(0, 7), at: 116)
    put(octal(size, 11), at: 124)
    put(octal(0, 11), at: 136)
    put("        ", at: 148)
    header[156] = type
    put("ustar", at: 257)
    put("00", at: 263)
    put(octal(header.reduce(0) { $0 + Int($1) }, 6), at: 148)
    header[154] = 0
    return header
  }
}

extension FaultCode {
  static let exportTargetExists = FaultCode(
    "export.target-exists", cause: Bilingual(zh: "导出目标已存在", en: "the export's target already exists"),
    action: Bilingual(zh: "换一个不存在的目录或 .tar 文件名。", en: "Name a directory or a .tar file that is not there yet."))
  static let exportLocked = FaultCode(
    "export.locked",
    cause: Bilingual(zh: "部分内容已封存，没有密钥无法导出完整副本", en: "some of the data is sealed, and a complete copy needs the key"),
    action: Bilingual(
      zh: "用 --identity 指明主密钥；或加 --without-locked，只导出可读部分。",
      en: "Name the master identity with --identity; or export only what can be read with --without-locked."))
}
