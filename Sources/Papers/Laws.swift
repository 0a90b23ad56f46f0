import Documents
import Interview

/// What laws ask for where software judges applicants: the one file (`Resources/laws.json`) in which their dates and paragraphs stand, each
/// with its sources and the day they were looked at. It is a list to check against, and no advice.
package struct Laws: Document {
  /// One law: its points, and the sources that say so.
  package struct Law: Document {
    package struct Source: Document {
      package let url: String
      /// `primary` for the text or its authority, `secondary` for what others say of it.
      package let kind: String
      /// The day on which it was read; nil where it is named for the reader and was not read for this file.
      package let read: String?
    }

    package struct Point: Document {
      package let cite: Bilingual
      /// From this day on.
      package let applies: String
      /// The section of a notice that speaks of it.
      package let section: String
      package let zh: String
      package let en: String
    }

    package let id: String
    package let name: Bilingual
    package let texts: String
    package let state: Bilingual
    package let sources: [Source]
    package let points: [Point]
    /// Articles that a text of ours names as `{key}`.
    package let articles: [String: Bilingual]?
    /// What only whoever uses Intone can answer.
    package let questions: [Bilingual]
  }

  package let as_of: String
  package let laws: [Law]

  /// The file of this build. It is part of the program, and a test reads it.
  package static let builtIn: Laws? = try? Laws(reading: String(decoding: PackageResources.laws_json, as: UTF8.self))

  package subscript(id: String) -> Law? { laws.first { $0.id == id } }
}

extension Laws.Law {
  /// `laws eu …`, the paragraphs that a section of a paper speaks to.
  func points(of section: String) -> [Point] { points.filter { $0.section == section } }

  /// What stands at the end of each paper: texts, state, sources, day; and that it says nothing of whether a law is kept.
  func foot(asOf day: String, _ language: Language) -> [String] {
    let zh = language == .zh
    var lines = [
      zh ? "## 依据与核对日期" : "## Texts, and when they were looked at", "", name[language] + (zh ? "。" : "."), "",
      (zh ? "条文：" : "Texts: ") + texts, "",
      state[language], "",
    ]
    for source in sources {
      let kind = source.kind == "primary" ? (zh ? "原始来源" : "primary") : (zh ? "他人转述" : "secondary")
      let read = source.read.map { zh ? "读于 \($0)" : "read \($0)" } ?? (zh ? "供核对，编写时未读" : "to check against, not read for this")
      lines.append("- <\(source.url)> — \(kind)\(zh ? "，" : ", ")\(read)")
    }
    lines += [
      "",
      zh
        ? "截至 \(day)。本页列出条文所说的事项，不说明是否已满足；这由使用者判断，必要时请法律顾问。"
        : "As of \(day). This page lists what the texts speak of. It does not say that they are satisfied: that is for whoever uses it to judge, with counsel where needed.",
    ]
    return lines
  }
}
