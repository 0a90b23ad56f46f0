import Interview

/// Which characters a file's bytes are.
public enum TextEncoding: Sendable {
  case utf8
  /// A file of a Chinese spreadsheet; GB 18030 in all its length.
  case gbk
  case utf16
  case unknown

  /// What the bytes are, by their form. GBK is told where every byte beyond ASCII is part of a character of two or four bytes.
  public init(of bytes: ArraySlice<UInt8>) {
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
      self = .utf16
    } else if String(validating: bytes, as: UTF8.self) != nil {
      self = bytes.prefix(4096).contains(0) ? .utf16 : .utf8
    } else {
      self = Self.isGBK(bytes) ? .gbk : .unknown
    }
  }

  private static func isGBK(_ bytes: ArraySlice<UInt8>) -> Bool {
    var rest = bytes
    while let byte = rest.popFirst() {
      if byte < 0x80 { continue }
      guard (0x81...0xFE).contains(byte), let second = rest.popFirst() else { return false }
      if (0x30...0x39).contains(second) {
        guard let third = rest.popFirst(), (0x81...0xFE).contains(third), let fourth = rest.popFirst(), (0x30...0x39).contains(fourth)
        else { return false }
      } else if !(0x40...0xFE).contains(second) || second == 0x7F {
        return false
      }
    }
    return true
  }

  /// Throws `table.encoding`, saying what it is, for what is not UTF-8.
  public func refuse(_ name: String) throws(Fault) {
    switch self {
    case .utf8: return
    case .gbk: throw Fault(.tableEncoding, "\(name): this is GBK (GB 18030)")
    case .utf16: throw Fault(.tableEncoding, "\(name): this is UTF-16")
    case .unknown: throw Fault(.tableEncoding, "\(name): this is neither UTF-8 nor GBK")
    }
  }
}

extension FaultCode {
  public static let tableEncoding = FaultCode(
    "table.encoding", cause: Bilingual(zh: "表格文件不是 UTF-8 编码", en: "the table is not in UTF-8"),
    action: Bilingual(
      zh: "请在表格软件中另存为“CSV UTF-8”，或运行 iconv -f GB18030 -t UTF-8 旧文件 > 新文件。",
      en: "Save it as \"CSV UTF-8\" in the spreadsheet, or run iconv -f GB18030 -t UTF-8 OLD > NEW."))
}
