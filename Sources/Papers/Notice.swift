import Interview
import RoleModels

/// What a candidate is told before an interview: made from the role model, the configuration and the engine that are in force.
package struct Notice: Sendable {
  /// What of the configuration a candidate should know; nil is for ever.
  package struct Retention: Sendable {
    package var recordings: Double?
    package var scores: Double?
    package var audit: Double?

    package init(recordings: Double?, scores: Double?, audit: Double?) {
      (self.recordings, self.scores, self.audit) = (recordings, scores, audit)
    }
  }

  package let model: RoleModel
  package let retention: Retention
  package let engine: String
  /// Whether programs of the operator read or hear answers as well.
  package var hasTranscriber = false
  package var hasJudge = false
  /// Who answers questions, and who it is that asks for interviews; nil leaves a line to fill in.
  package var contact: String?
  package var employer: String?
  package let figures: EngineFigures

  package init(_ model: RoleModel, retention: Retention, engine: String, figures: EngineFigures) {
    (self.model, self.retention, self.engine, self.figures) = (model, retention, engine, figures)
  }

  /// Markdown.
  package func text(_ law: Laws.Law, asOf day: String, _ language: Language) -> String {
    let zh = language == .zh
    let blank = zh ? "________（由用人单位填写）" : "________ (to be filled in by the employer)"
    let who = employer ?? blank
    let ask = contact ?? blank
    var lines = [
      zh ? "# 面试录音分析告知：\(model.name.zh)" : "# How your recorded interview is analysed: \(model.name.en)", "",
      zh ? "用人单位：\(who)" : "Employer: \(who)", "",
    ]
    func section(_ id: String, _ title: Bilingual, _ body: [Bilingual]) {
      lines += ["## " + title[language], ""] + body.map { $0[language] }
      let points = law.points(of: id)
      if !points.isEmpty {
        lines += ["", zh ? "*相关条文：*" : "*The law speaks of this:*"]
        lines += points.map { "- \($0.cite[language])\(zh ? "（\($0.applies) 起）：" : " (from \($0.applies)): ")" + (zh ? $0.zh : $0.en) }
      }
      lines.append("")
    }
    section(
      "use", Bilingual(zh: "用了什么", en: "What is used"),
      [
        Bilingual(
          zh:
            "您对问题的录音回答由软件 Intone（引擎 \(engine)，岗位模型 \(model.id) \(model.reference.version)）测量并按写明的规则计分。分数供人参考；没有任何输出会写“淘汰”，决定由人作出，人的评审优先于分数。",
          en:
            "Your recorded answers are measured by the program Intone (engine \(engine), role model \(model.id) \(model.reference.version)) and scored by written rules. People read the score beside the answer. Nothing that the program says rejects anybody; people decide, and their judgement stands above the score."
        )
      ])
    section("measured", Bilingual(zh: "测量什么，各占多少", en: "What is measured, and what it counts"), measured(language))
    section(
      "never", Bilingual(zh: "从不做什么", en: "What is never done"),
      figures.never.prefix(3).map { Bilingual(zh: "- 从不用于" + $0.zh, en: "- It is never used " + $0.en) } + [
        Bilingual(
          zh: "- 音量、嗓音的粗细沙哑等取决于设备与身体的数值只作记录，从不计分",
          en: "- how loud, rough or breathy a voice is depends on the device and the body: it is noted, and never scored"),
        Bilingual(zh: "- 不使用面部图像", en: "- no image of a face is used"),
      ])
    section(
      "explained", Bilingual(zh: "分数如何解释", en: "How a score is explained"),
      [
        Bilingual(
          zh: "每一处失分都有名称、测得的数值、期望的范围与录音中的位置。录音不清、没有转写或话太少时，结论是“未知”，而不是低分。您可以索取这份说明。",
          en:
            "Each lost point has a name, the value that was measured, the range that was expected, and its place in the recording. A poor recording, a missing transcript or too little speech make a value unknown, never bad. You may ask for this explanation of your own answers."
        )
      ])
    section(
      "retention", Bilingual(zh: "保存多久", en: "How long it is kept"),
      [
        Bilingual(
          zh: "- 录音与说过的话：" + Self.kept(retention.recordings, .zh),
          en: "- the recording and what was said: " + Self.kept(retention.recordings, .en)),
        Bilingual(zh: "- 测量值与分数：" + Self.kept(retention.scores, .zh), en: "- measures and scores: " + Self.kept(retention.scores, .en)),
        Bilingual(
          zh: "- 谁看过、做过什么的日志：" + Self.kept(retention.audit, .zh), en: "- the log of who looked at what: " + Self.kept(retention.audit, .en)),
      ])
    section(
      "accommodation", Bilingual(zh: "便利安排", en: "Accommodations"),
      [
        Bilingual(
          zh: "口吃、言语障碍或其他原因使语速、停顿或重复不同于常人时，请在面试前告诉联系人，不必说明病情：这些项目将不计分，其余项目的权重相应调整。",
          en:
            "If a stutter, a speech impairment or anything else makes your rate, pauses or repetitions different, tell the contact before the interview. You need not say why: these are then not scored, and the weights of the rest are adjusted."
        )
      ])
    section(
      "consent", Bilingual(zh: "同意与谢绝", en: "Consent, and how to decline"),
      [
        Bilingual(
          zh: "您可以谢绝机器分析，全部或某几题。谢绝的回答只供人听，不做任何测量，也不会因此得 0 分。",
          en:
            "You may decline the analysis, of all answers or of some. Declined answers are kept for people to hear; nothing of them is measured, and they do not count as 0."
        )
      ])
    section(
      "person", Bilingual(zh: "由人判断", en: "To be judged by a person"),
      [
        Bilingual(
          zh: "您可以要求由人听您的录音并重新判断，不必说明理由。请联系：\(ask)",
          en: "You may ask that a person listens to your answers and judges them anew, without giving a reason. Ask: \(ask)")
      ])
    section(
      "data", Bilingual(zh: "您的数据", en: "Your data"),
      [
        Bilingual(
          zh: "您可以索取所存的一切、要求更正与删除；删除后留有回执，同一份资料不会再被录入。请联系：\(ask)",
          en:
            "You may ask for all that is held, for its correction and for its deletion; a deletion has a receipt, and the same material is not taken in again. Ask: \(ask)"
        )
      ])
    if !law.points(of: "audit").isEmpty {
      section(
        "audit", Bilingual(zh: "偏差审计", en: "Bias audit"),
        [
          Bilingual(
            zh: "由独立审计者查看各群体是否得到相近的分数。审计者与结果公布处：\(blank)",
            en:
              "An independent auditor looks at whether groups of people get similar scores. The auditor, and where the result is published: \(blank)"
          )
        ])
    }
    if !law.questions.isEmpty {
      lines += [zh ? "## 须由用人单位回答" : "## For the employer to answer before this is given out", ""]
      lines += law.questions.map { "- [ ] " + $0[language] } + [""]
    }
    lines += law.foot(asOf: day, language)
    return lines.joined(separator: "\n") + "\n"
  }

  private func measured(_ language: Language) -> [Bilingual] {
    var body = model.dimensions.map { dimension in
      let weight = JSON.number(dimension.weight.value).text
      return Bilingual(
        zh: "- **\(dimension.name.zh)**（\(weight)/100）：\(RoleWords.indicators(dimension, .zh, plain: true))",
        en: "- **\(dimension.name.en)** (\(weight) of 100): \(RoleWords.indicators(dimension, .en, plain: true))")
    }
    if hasTranscriber || hasJudge {
      body.append(Bilingual(zh: "", en: ""))
      body.append(
        Bilingual(
          zh: "用人单位另外设置了"
            + [hasTranscriber ? "语音识别程序（把话变成文字）" : nil, hasJudge ? "内容核对程序（指出回答覆盖了哪些要点，须逐字引用原话）" : nil].compactMap(\.self).joined(
              separator: "与") + "。",
          en: "The employer also uses "
            + [
              hasTranscriber ? "a speech recogniser (it writes down what is said)" : nil,
              hasJudge ? "a checker of content (it says which points an answer covers, with word-for-word quotes)" : nil,
            ]
            .compactMap(\.self).joined(separator: " and ") + "."))
    }
    return body
  }

  /// Days, or years where these are whole.
  static func kept(_ seconds: Double?, _ language: Language) -> String {
    guard let seconds else { return language == .zh ? "没有设定期限，直到用人单位删除" : "no limit is set, until the employer deletes it" }
    let days = JSON.rounded(seconds / 86_400, 1).text
    return language == .zh ? "\(days) 天" : days == "1" ? "1 day" : "\(days) days"
  }
}
