import Interview
import RoleModels

/// Technical documentation in the order of Annex IV of Regulation (EU) 2024/1689: what software can say about itself, and for the rest the
/// questions that whoever uses it has to answer. It says nowhere that anything is satisfied.
package struct Dossier: Sendable {
  package let engine: String
  package let models: [RoleModel]
  /// The configuration in force: key, value, and where it comes from.
  package let settings: [(key: String, value: String, origin: String)]
  package let retention: Notice.Retention
  package let figures: EngineFigures
  package let components: [Component]

  package init(
    engine: String, models: [RoleModel], settings: [(key: String, value: String, origin: String)], retention: Notice.Retention,
    figures: EngineFigures, components: [Component]
  ) {
    (self.engine, self.models, self.settings, self.figures, self.components) = (engine, models, settings, figures, components)
    self.retention = retention
  }

  private struct Section {
    let title: Bilingual
    let filled: [Bilingual]
    let questions: [Bilingual]
  }

  /// Markdown in the order of Annex IV.
  /// - Parameter day: as of when the law was read.
  package func text(_ law: Laws.Law, asOf day: String, _ language: Language) -> String {
    let zh = language == .zh
    var lines = [
      zh ? "# 技术文档（按 {annex} 的次序）" : "# Technical documentation, in the order of {annex}", "",
      zh
        ? "由 `intone dossier` 根据本机生效的程序、岗位模型与配置生成。方框由提供者或使用者勾选、填写；软件无从知道。"
        : "Made by `intone dossier` from the program, the role models and the configuration in force on this machine. Boxes are for provider and deployer to answer: software cannot know.",
      "",
    ]
    for (number, section) in sections.enumerated() {
      lines += ["## \(number + 1). \(section.title[language])", ""] + Self.paragraphs(section.filled.map { $0[language] })
      if !section.questions.isEmpty { lines += [""] + section.questions.map { "- [ ] " + $0[language] } }
      lines.append("")
    }
    let text = (lines + law.foot(asOf: day, language)).joined(separator: "\n") + "\n"
    return (law.articles ?? [:]).reduce(text) { $0.replacing("{\($1.key)}", with: $1.value[language]) }
  }

  /// Each text a paragraph of its own; the lines of a list stay together.
  private static func paragraphs(_ lines: [String]) -> [String] {
    lines.enumerated().flatMap { index, line in
      index > 0 && !(line.hasPrefix("- ") && lines[index - 1].hasPrefix("- ")) ? ["", line] : [line]
    }
  }

  private var modelLines: [Bilingual] {
    models.map { model in
      let text = "- `\(model.id)` \(model.reference.version), SHA-256 `\(model.reference.hash.hex)`"
      return Bilingual(zh: text + "：\(model.name.zh)", en: text + ": \(model.name.en)")
    }
  }

  private var settingLines: [Bilingual] {
    settings.map { setting in
      let text = "- `\(setting.key)`: `\(setting.value)`"
      return Bilingual(zh: text + "（\(setting.origin == "default" ? "默认" : setting.origin)）", en: text + " (\(setting.origin))")
    }
  }

  private var sections: [Section] { [general, process, control, metrics, risk, changes, standards, declaration, monitoring] }

  private var general: Section {
    Section(
      title: Bilingual(zh: "系统概述", en: "General description"),
      filled: [
        Bilingual(
          zh: "Intone（引擎 \(engine)）把面试回答的录音与转写变成测量值和可解释的分数，供招聘人员参考。它不推断情绪、性格或健康，不识别说话人，不写“淘汰”。",
          en:
            "Intone (engine \(engine)) turns recorded interview answers and their transcripts into measurements and explainable scores for recruiters. It infers no emotion, personality or health, recognises no speaker, and rejects nobody."
        ),
        Bilingual(
          zh: "形式：守护进程 intoned 与命令 intone（Debian 软件包）；文件投递到收件目录，结果经 Unix 套接字、SQL 视图与报告读出；不需要网络，不需要图形处理器。",
          en:
            "It comes as the daemon intoned and the command intone (a Debian package). Files are delivered into an inbox; results are read over a Unix socket, SQL views and reports. It needs no network and no graphics processor."
        ),
        Bilingual(
          zh: "使用说明：/usr/share/doc/intone，`intone help`。岗位模型：",
          en: "Instructions for use: /usr/share/doc/intone, `intone help`. Role models:"),
      ] + modelLines,
      questions: [
        Bilingual(zh: "提供者的名称与地址；在哪些岗位、哪些国家使用？", en: "Name and address of the provider; for which positions, in which countries?"),
        Bilingual(zh: "与哪些面试平台、人事系统相连？", en: "With which interview platform and personnel systems is it joined?"),
      ])
  }

  private var process: Section {
    let listed = components.map { "\($0.name)\($0.version.map { " ≥ " + $0 } ?? "") (\($0.licence))" }.joined(separator: ", ")
    return Section(
      title: Bilingual(zh: "组成与开发过程", en: "Elements and process of development"),
      filled: [
        Bilingual(
          zh: "声音的测量由信号处理与几个小型神经网络（约 12 000 个参数）完成；计分是岗位模型中写明的规则，不从数据学习。方法见 docs/method.md，每条规则见同目录的 scoring-*.md。",
          en:
            "Sound is measured by signal processing and small neural networks (about 12,000 numbers). Scoring follows rules written in the role model and learns nothing from data. Methods: docs/method.md; every rule: scoring-*.md beside this file."
        ),
        Bilingual(
          zh: "训练数据与许可：engine-card.md。相同的输入给出逐字节相同的分数。",
          en: "Training data and licences: engine-card.md. The same input gives the same score, byte for byte."),
        Bilingual(zh: "组件（sbom.cdx.json 附各文件的哈希）：\(listed)", en: "Components (sbom.cdx.json has the hashes of the files): \(listed)"),
      ],
      questions: [
        Bilingual(zh: "岗位模型由谁编写、依据什么岗位分析？谁批准？", en: "Who wrote the role models, from which analysis of the work, and who approved them?"),
        Bilingual(zh: "转写由哪个识别程序产生？它对口音的误差是多少？", en: "Which recogniser makes the transcripts, and what is its error by accent?"),
      ])
  }

  private var control: Section {
    Section(
      title: Bilingual(zh: "监测、运行与控制", en: "Monitoring, functioning and control"),
      filled: [
        Bilingual(
          zh:
            "人的评审与决定优先于分数，并与分数并存；每处失分可听原声核对；数据不足时不给分；`intone status`、`doctor`、`selftest` 与指标显示运行状况；每次查看与操作记入哈希链日志（`intone audit verify`）。",
          en:
            "People's reviews and decisions stand above the score and beside it; each lost point can be heard; too little data gives no score; `intone status`, `doctor`, `selftest` and metrics show how it runs; whoever looks or acts stands in a log that is a chain of hashes (`intone audit verify`)."
        ),
        kept, Bilingual(zh: "生效的配置：", en: "The configuration in force:"),
      ] + settingLines,
      questions: [
        Bilingual(zh: "谁负责人工监督？受过何种培训？在什么情况下忽略或推翻分数？", en: "Who oversees it, trained how, and when is a score set aside?"),
        Bilingual(zh: "候选人如何要求由人判断？多久答复？", en: "How does a candidate ask to be judged by a person, and how soon is it answered?"),
      ])
  }

  /// In words, because "0s" of the configuration is for ever.
  private var kept: Bilingual {
    func line(_ language: Language) -> [String] {
      [retention.recordings, retention.scores, retention.audit].map { Notice.kept($0, language) }
    }
    let (zh, en) = (line(.zh), line(.en))
    return Bilingual(
      zh: "保存期限：录音与说过的话，\(zh[0])；测量值与分数，\(zh[1])；日志，\(zh[2])。",
      en: "Kept: recordings and what was said, \(en[0]); measures and scores, \(en[1]); the log, \(en[2]).")
  }

  private var metrics: Section {
    Section(
      title: Bilingual(zh: "性能指标是否合适", en: "Appropriateness of the performance metrics"),
      filled: [
        Bilingual(
          zh: "测量的误差按人群与条件列在 engine-card.md；`intone selftest` 说明本机是否给出承诺的数值。分数附区间：区间包含无法判断的部分取任何值时的结果。",
          en:
            "Errors of the measures stand by group and condition in engine-card.md; `intone selftest` says whether this machine gives the promised figures. Scores have intervals, which hold whatever could not be judged might have been."
        )
      ] + figures.limits.map { Bilingual(zh: "- " + $0.zh, en: "- " + $0.en) },
      questions: [
        Bilingual(
          zh: "分数与日后表现的相关（`intone calibrate`）是多少？n 与区间？",
          en: "How do scores go with later performance (`intone calibrate`), with n and interval?"),
        Bilingual(zh: "各群体的影响比（`intone fairness`）是多少？", en: "What are the impact ratios by group (`intone fairness`)?"),
      ])
  }

  private var risk: Section {
    Section(
      title: Bilingual(zh: "风险管理", en: "Risk management"),
      filled: [
        Bilingual(
          zh: "已知的风险与措施：设备与噪声（质量门限、未知而非低分）；口吃等（便利安排 speech）；换一种说法（“未识别”而非低分）；背稿、罗列（内容不予判断）；错配的转写（拒绝采用）；数据外泄与篡改（docs/threat-model.md）。",
          en:
            "Known risks and what is done: devices and noise (gates; unknown, not bad); stutter and the like (accommodation speech); other words for the same (\"not recognised\", not bad); cheat sheets and lists (content not judged); somebody else's transcript (not believed); leaks and tampering (docs/threat-model.md)."
        )
      ],
      questions: [
        Bilingual(zh: "在本用途下还有哪些风险？剩余风险由谁接受？", en: "Which further risks does this use have, and who accepts what remains?"),
        Bilingual(zh: "未成年人或其他易受影响者是否参加面试？", en: "Are minors or other vulnerable people interviewed?"),
      ])
  }

  private var changes: Section {
    Section(
      title: Bilingual(zh: "生命周期中的变更", en: "Changes through the lifecycle"),
      filled: [
        Bilingual(
          zh: "每个结果带引擎版本与岗位模型的版本和哈希；重新评分保留旧版本；只在版本相同的结果之间比较。",
          en:
            "Each result bears the version of the engine and version and hash of the role model; scoring again keeps what was before; only results of equal versions are compared."
        )
      ], questions: [Bilingual(zh: "哪些变更预先计划？由谁批准升级？", en: "Which changes are planned ahead, and who approves an upgrade?")])
  }

  private var standards: Section {
    Section(
      title: Bilingual(zh: "所用标准", en: "Standards applied"),
      filled: [
        Bilingual(
          zh: "软件不声称采用了任何协调标准。格式：RFC 9457（错误）、RFC 9110（HTTP）、CycloneDX 1.5（物料清单）。",
          en: "The software claims no harmonised standard. Forms: RFC 9457 (errors), RFC 9110 (HTTP), CycloneDX 1.5 (bill of materials).")
      ], questions: [Bilingual(zh: "采用哪些协调标准或其他规范？", en: "Which harmonised standards or other specifications are applied?")])
  }

  private var declaration: Section {
    Section(
      title: Bilingual(zh: "符合性声明副本", en: "Copy of the declaration of conformity"),
      filled: [Bilingual(zh: "软件不作此声明。", en: "The software makes none.")],
      questions: [Bilingual(zh: "提供者的声明（{declaration}）附在哪里？", en: "Where is the provider's declaration ({declaration})?")])
  }

  private var monitoring: Section {
    Section(
      title: Bilingual(zh: "上市后监测", en: "Monitoring after it is put on the market"),
      filled: [
        Bilingual(
          zh: "可用的工具：`intone stats`、`fairness`、`calibrate`、`compare`、`audit`；导出 `intone export`；指标 /metrics。",
          en: "What there is for it: `intone stats`, `fairness`, `calibrate`, `compare`, `audit`; `intone export`; /metrics.")
      ],
      questions: [
        Bilingual(
          zh: "监测计划（{plan}）：多久看一次哪些数值？谁报告严重事件（{incident}）？",
          en: "The plan ({plan}): which figures are looked at how often, and who reports a serious incident ({incident})?")
      ])
  }
}
