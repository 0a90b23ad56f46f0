/// The two languages that Intone measures and speaks.
public enum Language: String, Sendable, Hashable, Codable, CaseIterable {
  case zh
  case en
}

/// One text in both languages; whatever a person may read is written in both.
public struct Bilingual: Sendable, Hashable, Codable {
  public let zh: String
  public let en: String

  public init(zh: String, en: String) {
    self.zh = zh
    self.en = en
  }

  public subscript(language: Language) -> String {
    switch language {
    case .zh: zh
    case .en: en
    }
  }
}

extension Bilingual {
  /// The name of a keyword group in the language of the reader: `客户需求 / customer needs` has one for each.
  public init(groupName name: String) {
    guard let slash = name.firstRange(of: " / ") else {
      self.init(zh: name, en: name)
      return
    }
    self.init(zh: String(name[..<slash.lowerBound]), en: String(name[slash.upperBound...]))
  }
}
