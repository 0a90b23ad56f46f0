import Documents
import Interview
import RoleModels

/// Errors of measures by condition and by group of speakers (`Resources/engine-groups.json`), as `make accuracy` writes them
/// (`scripts/measure/groups.py`). What the file has no row for was not measured, and is told as that.
package struct GroupFigures: Document {
  /// The error of one measure in one group of speakers under one condition.
  package struct Row: Document {
    package let measure: String
    package let group: String
    package let condition: String
    package let unit: String
    /// Recordings, and in how many of them the measure was told; in the others it was unknown.
    package let n: Int
    package let told: Int
    /// The mean size of the error; nil where too few were told.
    package let mean: Double?
    /// The mean's 95 % interval (Student); nil where all recordings are one speaker's.
    package let low: Double?
    package let high: Double?
    /// For shares: how many of n.
    package let count: Int?
  }

  package let engine: String
  package let as_of: String
  /// What parts higher from lower voices, and the more fluent half from the other.
  package let pitch_limit_hz: Double
  package let level_limit: Double
  package let rows: [Row]

  package static let builtIn: GroupFigures? = try? GroupFigures(
    reading: String(decoding: PackageResources.engine_groups_json, as: UTF8.self))
}

extension GroupFigures.Row {
  /// `0.09 (0.05–0.13)`, `2 / 48 (1.2–14 %)`, or that it is unknown, with in how many it was told where not in all.
  func shown(_ language: Language) -> String {
    let zh = language == .zh
    func text(_ value: Double) -> String { JSON.rounded(value, value < 1 ? 3 : 1).text }
    if let count {
      let share = EngineFigures.Figure.wilson(count, of: n)
      let interval = "\(JSON.rounded(share.low * 100, 1).text)–\(JSON.rounded(share.high * 100, 1).text) %"
      return zh ? "\(count) / \(n)（\(interval)）" : "\(count) / \(n) (\(interval))"
    }
    guard let mean else { return zh ? "未知（给出 \(told) / \(n)）" : "unknown (told in \(told) of \(n))" }
    var cell = text(mean)
    if let low, let high { cell += zh ? "（\(text(low))–\(text(high))）" : " (\(text(low))–\(text(high)))" }
    return told == n ? cell : cell + (zh ? "，给出 \(told) / \(n)" : ", told in \(told) of \(n)")
  }
}

extension GroupFigures {
  /// Measures in the order of the card, each with what its figure is.
  private static let measures: [(id: String, name: Bilingual)] = [
    (
      "f0_sd",
      Bilingual(
        zh: "音高标准差的误差（半音）；真值为重合成的已知音高", en: "Spread of pitch: error in semitones; the truth is a pitch that was put in by resynthesis")
    ),
    ("pause_ratio", Bilingual(zh: "停顿占比的误差（0 到 1）", en: "Share of pauses: error, of 1")),
    (
      "syllables",
      Bilingual(
        zh: "由声音估计的音节数的误差（%）；学习者约 35 秒，普通话每段约 5 秒",
        en: "Syllables counted in the sound: error in %; some 35 s of each learner, clips of some 5 s in Mandarin")
    ),
    (
      "refused",
      Bilingual(zh: "本人正确的文字被判为与录音不符", en: "The speaker's own, right words taken for those of another recording")
    ),
  ]

  private static let conditions: [(id: String, name: Bilingual)] = [
    ("clean", Bilingual(zh: "安静", en: "clean")), ("waver20", Bilingual(zh: "起伏的噪声 20 dB", en: "wavering noise, 20 dB")),
    ("babble10", Bilingual(zh: "背景人声 10 dB", en: "talkers behind, 10 dB")), ("tel", Bilingual(zh: "电话", en: "telephone")),
    ("opus24", Bilingual(zh: "Opus 24 kbit/s", en: "Opus, 24 kbit/s")), ("room", Bilingual(zh: "有混响的房间", en: "a room that echoes")),
  ]

  /// Groups that people ask about; those without a row in the file come last, and say so.
  private var groups: [(id: String, name: Bilingual)] {
    let (pitch, level) = (JSON.number(pitch_limit_hz).text, JSON.number(level_limit).text)
    return [
      ("mandarin", Bilingual(zh: "普通话，母语者", en: "Mandarin, spoken natively")),
      ("learners", Bilingual(zh: "英语，以普通话为母语的学习者", en: "English, by learners whose language is Mandarin")),
      ("learners-women", Bilingual(zh: "　其中女性", en: "… women")), ("learners-men", Bilingual(zh: "　其中男性", en: "… men")),
      ("learners-low-voice", Bilingual(zh: "　嗓音较低（中位音高低于 \(pitch) Hz）", en: "… lower voices (median pitch under \(pitch) Hz)")),
      ("learners-high-voice", Bilingual(zh: "　嗓音较高", en: "… higher voices")),
      ("learners-fluent", Bilingual(zh: "　专家评定流利度 \(level) 及以上（满分 10）", en: "… rated \(level) of 10 or more for fluency by experts")),
      ("learners-halting", Bilingual(zh: "　评定较低", en: "… rated lower")),
      ("mandarin-by-sex", Bilingual(zh: "普通话，女性与男性分开", en: "Mandarin, women and men apart")),
      ("dialects", Bilingual(zh: "带方言口音的普通话", en: "Mandarin with the accent of a dialect")),
      ("native-english", Bilingual(zh: "英语，母语者或其他口音", en: "English, spoken natively or with other accents")),
      ("age", Bilingual(zh: "按年龄", en: "by age")),
      ("stutter", Bilingual(zh: "口吃或有言语障碍的人", en: "people who stutter or have a speech impairment")),
    ]
  }

  /// A table for each measure: a line for each group, a column for each condition.
  func lines(running engine: String, _ language: Language) -> [String] {
    let zh = language == .zh
    var lines = [
      zh ? "## 误差（按条件与人群）" : "## Errors, by condition and group", "",
      zh
        ? "由 `make accuracy` 写出，引擎 \(self.engine)，截至 \(as_of)。每格是误差大小的平均值，括号中是 95 % 区间（说话人之间的 Student 区间；文字一项为 Wilson）；只有一位说话人时没有区间。“未知”指引擎在这种录音里多半不给出该值。参与过某项训练的说话人不计入该项。"
        : "Written by `make accuracy`, engine \(self.engine), as of \(as_of). Each cell is the mean size of the error, with its 95 % interval (Student's over speakers; Wilson's for words); where all recordings are one speaker's there is no interval. \"Unknown\": in most of these recordings the engine does not tell the value. Speakers who were in the training of a measure are left out of it.",
    ]
    if engine != self.engine {
      lines += ["", zh ? "**正在运行的是引擎 \(engine)：这些数值不属于它。**" : "**The engine that runs is \(engine): these figures are not its own.**"]
    }
    for measure in Self.measures {
      lines += ["", "### " + measure.name[language], ""]
      lines.append("| \(zh ? "人群" : "group") | n | " + Self.conditions.map { $0.name[language] }.joined(separator: " | ") + " |")
      lines.append("|---|---|" + Self.conditions.map { _ in "---|" }.joined())
      var missing: [String] = []
      for group in groups {
        let found = Self.conditions.map { condition in
          rows.first { $0.measure == measure.id && $0.group == group.id && $0.condition == condition.id }
        }
        guard let n = found.compactMap({ $0?.n }).max() else {
          missing.append(group.name[language])
          continue
        }
        let cells = found.map { $0?.shown(language) ?? (zh ? "未测" : "not measured") }
        lines.append("| \(group.name[language]) | \(n) | " + cells.joined(separator: " | ") + " |")
      }
      if !missing.isEmpty {
        lines += ["", (zh ? "未测：" : "Not measured: ") + missing.joined(separator: zh ? "；" : "; ") + (zh ? "。" : ".")]
      }
    }
    return lines + [""] + Self.stated(language)
  }

  /// What the engine itself takes for how far a measure may be off: the figures that the intervals of scores are made from.
  private static func stated(_ language: Language) -> [String] {
    let zh = language == .zh
    var lines = [
      zh ? "## 引擎自己采用的误差（按条件）" : "## What the engine takes for its own error, by condition", "",
      zh
        ? "已知真值的片段中，95 % 的误差不超过此值（见 docs/method.md）；分数的区间由它们算出。各列之间按测得的信噪比取直线。"
        : "The size that 95 % of the errors stay within, over clips whose truth is known (docs/method.md). The intervals of scores are made from these; between the columns of noise the error goes in a straight line with the signal-to-noise ratio.",
      "",
      zh
        ? "| 测量 | 安静（31 dB） | 24 dB | 13 dB | 有混响的房间 | 有损编码 | 电话 |"
        : "| measure | clean (31 dB) | 24 dB | 13 dB | a room that echoes | lossy codec | telephone |",
      "|---|---|---|---|---|---|---|",
    ]
    lines += MeasureError.stated.map { row in
      let values = [row.error.clean, row.error.some, row.error.much, row.error.room, row.error.lossy, row.error.telephone].map { value in
        row.unit == "%" ? JSON.rounded(value * 100, 1).text + " %" : JSON.number(value).text + (row.unit.isEmpty ? "" : " " + row.unit)
      }
      return "| \(row.what[language]) | " + values.joined(separator: " | ") + " |"
    }
    return lines
  }
}
