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
  public var json: JSON { .object(["zh": .string(zh), "en": .string(en)]) }
}
