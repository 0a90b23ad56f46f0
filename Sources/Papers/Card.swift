import Interview
import RoleModels

/// A card in Markdown: what something is made from, how good it is, what it is not for.
package enum Card {
  /// The engine's.
  package static func engine(_ figures: EngineFigures, _ groups: GroupFigures, running engine: String, _ language: Language) -> String {
    let zh = language == .zh
    var lines = [
      zh ? "# 测量引擎卡片" : "# Card of the measuring engine", "",
      zh
        ? "数据与数值属于引擎 \(figures.engine)，截至 \(figures.as_of)。本文件由程序生成。"
        : "Data and figures are of engine \(figures.engine), as of \(figures.as_of). This page is made by the program.",
    ]
    if engine != figures.engine {
      lines.append(
        zh ? "**正在运行的是引擎 \(engine)：下列数值不属于它。**" : "**The engine that runs is \(engine): the figures below are not its own.**")
    }
    lines += [
      "", zh ? "## 做什么" : "## What it does", "",
      zh
        ? "从面试录音测量时间、停顿、语速、音高与录音质量，从转写测量关键词、结构与具体程度。测量值附单位；不知道的写明原因。"
        : "It measures times, pauses, rate, pitch and quality of a recorded answer, and keywords, structure and concreteness of its transcript. Each measure has a unit; what is not known says why.",
      "", zh ? "## 用什么数据做成" : "## Made from", "", zh ? "| 用于 | 录音 | 许可 |" : "| for | recordings | licence |", "|---|---|---|",
    ]
    lines += figures.data.map { "| \($0.for[language]) | \($0.recordings[language]) | \($0.licence[language]) |" }
    lines += [
      "",
      zh
        ? "录音本身不随软件提供。权重在 `weights.json`，做法见 training/README.md。"
        : "The recordings are not shipped. How the weights were made stands in training/README.md.",
      "",
    ]
    lines += groups.lines(running: engine, language)
    lines += [
      "", zh ? "## 其他数值" : "## Further figures", "",
      zh ? "| 测量 | 人群 | 条件 | 数值 | 95 % 区间 | n |" : "| measure | group | condition | figure | 95 % interval | n |",
      "|---|---|---|---|---|---|",
    ]
    lines += figures.figures.map { figure in
      let (value, interval) = figure.shown(language)
      return
        "| \(figure.what[language]) | \(figure.group[language]) | \(figure.condition[language]) | \(value) | \(interval ?? "—") | \(figure.n.map(String.init) ?? "—") |"
    }
    lines += [
      "",
      zh
        ? "计数的区间按 Wilson，相关的按 Fisher；写作范围的是两半说话人各自的数值；“—”表示没有算过区间。"
        : "Intervals of counts are Wilson's, of correlations Fisher's; a range gives the two halves of the speakers; — where no interval was computed.",
      "", zh ? "## 局限" : "## Limits", "",
    ]
    lines += (figures.figure_limits + figures.limits).map { "- " + $0[language] }
    lines += ["", zh ? "## 不得用于" : "## Not for", ""] + figures.never.map { "- " + $0[language] }
    return lines.joined(separator: "\n") + "\n"
  }

  /// A role model's.
  package static func role(_ model: RoleModel, _ figures: EngineFigures, _ language: Language) -> String {
    let zh = language == .zh
    func points(_ value: Points) -> String { JSON.number(value.value).text }
    var lines = [
      zh ? "# 岗位模型卡片：\(model.name.zh)" : "# Card of a role model: \(model.name.en)", "",
      "`\(model.id)` \(model.reference.version), SHA-256 `\(model.reference.hash.hex)`", "",
      zh
        ? "岗位模型是一份文件，写明一个岗位看重什么；它不从数据中学习。权重与区间是其作者的选择，没有随软件验证过与工作表现的关系：用 `intone calibrate` 与 `intone fairness` 在自己的数据上查看。"
        : "A role model is a file in which its author writes what a role values; it learns nothing from data. Weights and bands are the author's choice. That they go with performance was not shown here: look at your own data with `intone calibrate` and `intone fairness`.",
      "", zh ? "## 看重什么" : "## What it values", "", zh ? "| 维度 | 权重 | 依据的测量 |" : "| dimension | weight | judged by |", "|---|---|---|",
    ]
    lines += model.dimensions.map { "| \($0.name[language]) | \(points($0.weight)) | \(RoleWords.indicators($0, language)) |" }
    let languages = model.languages.map { $0 == .zh ? (zh ? "中文" : "Mandarin") : zh ? "英文" : "English" }
    let third = model.thresholds.humanInterview.map(points) ?? (zh ? "从不" : "never")
    lines += [
      "", zh ? "## 何时给分" : "## When it scores", "",
      zh ? "- 语言：\(languages.joined(separator: "、"))" : "- Languages: \(languages.joined(separator: ", "))",
      zh
        ? "- 至少 \(JSON.number(model.minimum.phonation).text) 秒语音、\(JSON.number(model.minimum.syllables).text) 个音节；否则“数据不足”，没有分数"
        : "- From \(JSON.number(model.minimum.phonation).text) s of speech and \(JSON.number(model.minimum.syllables).text) syllables on; below, \"insufficient data\" and no score",
      zh ? "- 建议面谈的分数：\(third)；从不建议淘汰" : "- A human interview is suggested from: \(third). It never suggests to reject",
      zh
        ? "- 便利安排 speech：语速、停顿、语气词、重复与时长不计分，权重重新归一"
        : "- Accommodation speech: rate, pauses, fillers, repetitions and length are not scored; weights are re-normalised",
      zh ? "- 每条规则：`intone model doc \(model.id)`" : "- Every rule: `intone model doc \(model.id)`", "", zh ? "## 局限" : "## Limits", "",
    ]
    lines +=
      figures.limits.map { "- " + $0[language] } + ["", zh ? "## 不得用于" : "## Not for", ""] + figures.never.map { "- " + $0[language] }
    return lines.joined(separator: "\n") + "\n"
  }
}

/// A role model in plain words.
enum RoleWords {
  /// What a dimension is judged by, without its curves: by the measures' exact names, or for candidates in words without a trade.
  static func indicators(_ dimension: Dimension, _ language: Language, plain: Bool = false) -> String {
    let zh = language == .zh
    var seen: Set<String> = []
    let names = dimension.indicators.map { indicator -> String in
      switch (indicator.kind, plain) {
      case (.measure(let measure, _), _): (plain ? measure.plain : measure.meaning)[language]
      case (.keywords(_, let ofQuestion), false):
        ofQuestion ? (zh ? "该题的关键词" : "the question's keywords") : zh ? "岗位的关键词" : "the role's keywords"
      case (.keywords(_, true), true): zh ? "是否讲到这道题问的几点" : "whether you speak of the points that the question asks about"
      case (.keywords(_, false), true): zh ? "是否讲到这个岗位看重的几点" : "whether you speak of the points that matter for the role"
      case (.structure, false): zh ? "叙述的结构" : "the structure of the account"
      case (.structure, true): zh ? "叙述是否有条理" : "whether your account has an order that can be followed"
      }
    }
    return names.filter { seen.insert($0).inserted }.joined(separator: zh ? "、" : "; ")
  }
}
